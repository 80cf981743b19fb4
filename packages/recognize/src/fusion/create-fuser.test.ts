import { describe, expect, it } from "vitest";
import { expressionModelFile } from "../testing/expression-model.ts";
import { fusionModelFile } from "../testing/fusion-model.ts";
import { createFuser } from "./create-fuser.ts";
import { fusePredictionsBy } from "./fuse-predictions.ts";
import { scoreFeatures } from "./score-features.ts";

const voice = { scores: { neutral: 0.5, happy: 0.25, angry: 0.25 } };
const face = { scores: { neutral: 0.25, happy: 0.5, angry: 0.25 } };
const labels = ["neutral", "happy", "angry"] as const;

describe("scoreFeatures", () => {
	it("are the logarithms of scores over even ones, by how far each source counts", () => {
		const features = scoreFeatures([voice, { ...face, trust: 0.5 }], labels);
		const [half, quarter] = [Math.log(1.5), Math.log(0.75)];
		expect(features).toBeCloseToArray([half, quarter, quarter, quarter / 2, half / 2, quarter / 2], {
			rtol: 1e-6,
			atol: 0,
		});
	});

	it("are 0 of a source that does not count", () => {
		expect([...scoreFeatures([voice, { ...face, doubtful: true }], labels)].slice(3)).toEqual([0, 0, 0]);
		expect([...scoreFeatures([{ scores: null }, face], labels)].slice(0, 3)).toEqual([0, 0, 0]);
	});
});

describe("createFuser", () => {
	it("fuses by hand: the voice's scores times the square of the face's", async () => {
		const fuser = await createFuser(fusionModelFile());
		// 1/2 · 1/16, 1/4 · 1/4, 1/4 · 1/16: 2, 4 and 1 of 7.
		const fused = (await fuser.fuse(voice, face)) ?? {};
		expect(Object.values(fused)).toBeCloseToArray([2 / 7, 4 / 7, 1 / 7], { rtol: 1e-5, atol: 0 });
		expect(Object.keys(fused)).toEqual([...labels]);
	});

	it("goes by one source where the other is missing, doubtful or not trusted", async () => {
		const fuser = await createFuser(fusionModelFile());
		expect(await fuser.fuse(voice, { scores: null })).toEqual(voice.scores);
		expect(await fuser.fuse({ ...voice, doubtful: true }, face)).toEqual(face.scores);
		expect(await fuser.fuse({ ...voice, trust: 0 }, face)).toEqual(face.scores);
		expect(await fuser.fuse({ scores: null }, { scores: null })).toBeNull();
	});

	it("gives a prediction of both, with the reasons of those it rests on", async () => {
		const fuser = await createFuser(fusionModelFile());
		const said = { label: null, confidence: 0.5, notSure: false, reasons: [] };
		const fused = await fusePredictionsBy(
			fuser,
			{ voice: { ...said, ...voice }, face: { ...said, ...face } },
			0,
		);
		expect(fused).toMatchObject({ label: "happy", notSure: false });
		const turned = { ...said, ...face, notSure: true, reasons: ["turned-away"] } as const;
		expect(await fusePredictionsBy(fuser, { voice: { ...said, ...voice }, face: turned }, 0)).toMatchObject({
			label: "neutral",
			reasons: [],
		});
		expect(await fusePredictionsBy(fuser, { voice: null, face: null }, 0)).toBeNull();
	});

	it("refuses sources that know other labels", async () => {
		const fuser = await createFuser(fusionModelFile());
		await expect(fuser.fuse({ scores: { happy: 1 } }, face)).rejects.toThrow(
			'Model "fusion-test@1" fuses scores of neutral, happy, angry, got happy.',
		);
	});

	it("refuses a model of faces, other sources, and a file that was changed", async () => {
		await expect(createFuser(expressionModelFile())).rejects.toThrow('for the task "fusion"');
		const other = fusionModelFile({ description: { sources: ["face", "voice"] } });
		await expect(createFuser(other)).rejects.toThrow('"sources" must be voice, face');
		const changed = fusionModelFile({ weights: [1.5, 2] });
		const at = changed.findIndex(
			(_, i) => new DataView(changed.buffer).getUint32(Math.min(i, changed.length - 4), true) === 0x3fc00000,
		);
		changed[at + 3] = 0x40;
		await expect(createFuser(changed)).rejects.toThrow("its hash differs");
	});
});
