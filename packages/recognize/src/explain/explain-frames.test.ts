import type { Matrix } from "@undertone/core";
import { getFeatureSet } from "@undertone/speech";
import { describe, expect, it } from "vitest";
import { loadModel } from "../model/load-model.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { loudHighs } from "../testing/loud-highs.ts";
import { explainFrames } from "./explain-frames.ts";

const bands = getFeatureSet("logmel@1").features.length;
const model = await loadModel(loudHighs());

/** Half a second of silence, then a quarter in which everything is loud, then silence. */
function burst(): Matrix {
	const data = new Float32Array(100 * bands);
	for (let r = 50; r < 75; r++) data.fill(2, r * bands, (r + 1) * bands);
	return { rows: 100, columns: bands, data };
}

describe("explainFrames", () => {
	it("finds the part of the spectrogram that a network listens to, with its exact effect", async () => {
		const { effects, without, times, named, hz, score } = await explainFrames(model, burst(), {
			label: "angry",
		});
		expect(times).toBeCloseToArray([0, 0.25, 0.5, 0.75, 1], { rtol: 0, atol: 1e-9 });
		expect(effects.map((row) => row.length)).toEqual([8, 8, 8, 8]);
		// A quarter of the frames at 2 in eight bands: the logit is 0.25 · 2 · 8 = 4, and 0 without them.
		expect(score).toBeCloseTo(1 / (1 + Math.exp(-4)), 5);
		expect(effects[2]?.[4]).toBeCloseTo(4, 4);
		expect(without[2]?.[4]).toBeCloseTo(0.5, 5);
		for (const [t, row] of effects.entries()) {
			for (const [b, effect] of row.entries()) if (t !== 2 || b !== 4) expect(effect).toBeCloseTo(0, 4);
		}
		// The part itself, the stretch it is in, the band it is in, and nothing else.
		expect(named).toHaveLength(3);
		expect(named[0]).toMatchObject({ start: 0.5, end: 0.75, bands: [32, 40] });
		expect(named[0]?.hz).toEqual([hz?.[4], hz?.[5]]);
	});

	it("says it in words: when, which band, which way, and how much of the score", async () => {
		const { named } = await explainFrames(model, burst(), { label: "angry" });
		const sentences = named.map(({ sentence }) => sentence);
		expect(sentences[0]).toMatch(
			/^0\.50–0\.75 s, 1\d{3}–2\d{3} Hz: towards anger, −0\.48 of its score when taken away \(0\.98 to 0\.50\)\.$/,
		);
		expect(sentences).toContainEqual(expect.stringMatching(/^0\.50–0\.75 s, all of it: towards anger/));
		expect(sentences).toContainEqual(expect.stringMatching(/^0\.00–1\.00 s, 1\d{3}–2\d{3} Hz: towards/));
		const [against] = (await explainFrames(model, burst(), { label: "neutral" })).named;
		expect(against?.sentence).toMatch(/away from neutral speech, \+0\.48 of its score/);
	});

	it("gives times of the recording where the frames are a window of it", async () => {
		const { times } = await explainFrames(model, burst(), {
			label: "angry",
			within: { start: 3, end: 3.99 },
		});
		expect(times).toBeCloseToArray([3, 3.25, 3.5, 3.75, 3.99], { rtol: 0, atol: 1e-9 });
	});

	it("takes a model that does not hear the level at the recording's own", async () => {
		const deaf = await loadModel(loudHighs({ level: "not heard" }));
		const quiet = burst();
		const whispered = { ...quiet, data: quiet.data.map((value) => value - 40) };
		const [loud, soft] = await Promise.all(
			[quiet, whispered].map((clip) => explainFrames(deaf, clip, { label: "angry" })),
		);
		expect(soft?.effects.flat()).toBeCloseToArray(loud?.effects.flat() ?? [], { rtol: 1e-3, atol: 1e-3 });
		expect(loud?.named[0]).toMatchObject({ start: 0.5, end: 0.75, bands: [32, 40] });
	});

	it("does not hide columns of two kinds together, and names those that are no bands", async () => {
		const cepstra = await loadModel(loudHighs({ features: "mfcc-chroma@1" }));
		const columns = cepstra.metadata.features.names.length;
		const data = new Float32Array(10 * columns).fill(0.3);
		const said = await explainFrames(cepstra, { rows: 10, columns, data }, { label: "angry", bands: 16 });
		expect(said.bands).toEqual([0, 16, 32, 40, 52]);
		expect(said.hz).toBeNull();
		expect(said.named[0]?.sentence).toMatch(/^0\.00–0\.\d\d s, mfcc32–mfcc39: towards anger/);
	});

	it("refuses a model of functionals", async () => {
		const other = await loadModel(linearModelFile());
		await expect(
			explainFrames(other, { rows: 1, columns: 1, data: new Float32Array(1) }, { label: "angry" }),
		).rejects.toThrow(/must take frames, "linear-test@1" takes undertone@1\. Use explainFeatures\./);
	});
});
