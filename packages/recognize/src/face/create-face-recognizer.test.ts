import { drawFaces } from "@undertone/face/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expressionModelFile } from "../testing/expression-model.ts";
import { createExpressionClassifier } from "./create-expression-classifier.ts";
import { createFaceRecognizer, type FaceRecognizer } from "./create-face-recognizer.ts";
import { expressionWords } from "./expression-words.ts";
import { toFaceRecords } from "./to-face-record.ts";

let plain: FaceRecognizer;
let named: FaceRecognizer;
beforeAll(async () => {
	plain = await createFaceRecognizer();
	named = await createFaceRecognizer({ expression: await createExpressionClassifier(expressionModelFile()) });
});
afterAll(async () => {
	await plain.release();
	await named.release();
});

const portrait = drawFaces(480, 480, [{ x: 240, y: 230, scale: 18 }]);

describe("createFaceRecognizer", () => {
	it("says where a face is, how it is turned and what moves, and without a model that it names none", async () => {
		const { faces, reasons, model } = await plain.analyze(portrait);
		expect(reasons).toEqual([]);
		expect(model).toBeNull();
		expect(faces).toHaveLength(1);
		const [face] = faces;
		expect(face?.label).toBeNull();
		expect(face?.notSure).toBe(true);
		expect(face?.reasons).toEqual(["no-expression-model"]);
		expect(Math.abs((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2 - 240)).toBeLessThan(25);
		expect(Object.keys(face?.actionUnits ?? {}).length).toBeGreaterThan(8);
	});

	it("names the expression that the model finds likeliest, with scores that sum to 1", async () => {
		const { faces, model } = await named.analyze(portrait);
		expect(model?.name).toBe("expression-test@1");
		const [face] = faces;
		// The drawn face is brighter than black, which is all that this model looks at.
		expect(face?.label).toBe("happy");
		const scores = Object.values(face?.scores ?? {});
		expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
		expect(expressionWords(face as NonNullable<typeof face>)).toMatch(
			/^looks most like happiness \(\d+ %\)$/,
		);
	});

	it("says why it names none: no face, darkness, several faces, one cut by the rim, a small one", async () => {
		const grey = { width: 200, height: 200, data: new Uint8Array(160_000).fill(128) };
		expect((await named.analyze(grey)).reasons).toEqual(["no-face"]);
		const black = { ...grey, data: new Uint8Array(160_000) };
		expect((await named.analyze(black)).reasons).toEqual(["no-face", "too-dark"]);
		const pair = drawFaces(640, 400, [
			{ x: 160, y: 200, scale: 12 },
			{ x: 480, y: 200, scale: 12 },
		]);
		const two = await named.analyze(pair);
		expect(two.reasons).toEqual(["several-faces"]);
		expect(two.faces.map(({ label }) => label)).toEqual(["happy", "happy"]);
		const cut = await named.analyze(drawFaces(480, 480, [{ x: 55, y: 240, scale: 18 }]));
		const answers = ({ faces }: typeof cut) => faces.map(({ label, reasons }) => [label, reasons]);
		expect(answers(cut)).toEqual([[null, ["half-outside"]]]);
		const small = await named.analyze(drawFaces(160, 160, [{ x: 80, y: 80, scale: 1.8 }]));
		expect(answers(small)).toEqual([[null, ["too-small"]]]);
		const turned = await named.analyze(drawFaces(480, 480, [{ x: 240, y: 230, scale: 18, yaw: 62 }]));
		expect(answers(turned)).toEqual([[null, ["turned-away"]]]);
	});

	it("measures action units from a neutral face, of the same estimator only", async () => {
		const neutral = await plain.learnNeutral([portrait, portrait]);
		expect(neutral?.frames).toBe(2);
		const { faces, neutral: used } = await plain.analyze(portrait, { neutral });
		expect(used).toBe(true);
		// The neutral face itself shows nothing.
		expect(Math.max(...Object.values(faces[0]?.actionUnits ?? {}))).toBeLessThan(0.02);
		const other = neutral === null ? null : { ...neutral, estimator: "another@1" };
		expect((await plain.analyze(portrait, { neutral: other })).neutral).toBe(false);
		expect(await plain.learnNeutral([{ width: 8, height: 8, data: new Uint8Array(256) }])).toBeNull();
	});

	it("goes by a cascade in place of BlazeFace where it is given one", async () => {
		// No window reaches the only stage's threshold, and nothing else looks.
		const blind = { width: 20, height: 20, stages: [{ threshold: 1, stumps: [] }] };
		const recognizer = await createFaceRecognizer({ cascade: blind });
		expect((await recognizer.analyze(portrait)).reasons).toEqual(["no-face"]);
		await recognizer.release();
	});

	it("follows a face through a video under one number", async () => {
		plain.reset();
		const ids = new Set<number>();
		for (let frame = 0; frame < 8; frame++) {
			const image = drawFaces(640, 480, [{ x: 250 + 10 * frame, y: 240, scale: 15 }]);
			for (const { id } of (await plain.analyze(image, { video: true })).faces) ids.add(id);
		}
		expect([...ids]).toEqual([1]);
	});

	it("takes the model's views in turns where one is enough", async () => {
		const expression = await createExpressionClassifier(expressionModelFile({ views: 2 }));
		const recognizer = await createFaceRecognizer({ expression });
		const happy: number[] = [];
		for (const oneView of [false, true, true, true]) {
			const { faces } = await recognizer.analyze(portrait, { oneView });
			happy.push(faces[0]?.scores?.happy ?? Number.NaN);
		}
		await recognizer.release();
		const [all, first, second, third] = happy as [number, number, number, number];
		// The second view sees half the brightness, so that it finds the likeliest label less likely.
		expect(first).toBeGreaterThan(all);
		expect(second).toBeLessThan(all);
		expect(third).toBeCloseTo(first, 5);
	});
});

describe("toFaceRecords", () => {
	it("scales back to the original picture, and gives landmarks only where asked", async () => {
		const analysis = await plain.analyze(portrait);
		const [record] = toFaceRecords(analysis);
		const [scaled] = toFaceRecords(analysis, { landmarks: true, scale: 2 });
		expect(record?.landmarks).toBeUndefined();
		expect(scaled?.landmarks).toHaveLength(468);
		expect(Math.abs((scaled?.box.x ?? 0) - 2 * (record?.box.x ?? 0))).toBeLessThan(0.2);
		expect(JSON.parse(JSON.stringify(record))).toEqual(record);
	});
});
