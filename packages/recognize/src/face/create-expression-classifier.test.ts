import { describe, expect, it } from "vitest";
import { expressionModelFile } from "../testing/expression-model.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { createExpressionClassifier } from "./create-expression-classifier.ts";

const crop = (value: number, size = 48) => ({
	width: size,
	height: size,
	data: new Uint8Array(size * size).fill(value),
});

describe("createExpressionClassifier", () => {
	it("scores crops in their order: by hand, softmax of 4 and −4 times the mean grey", async () => {
		const classifier = await createExpressionClassifier(expressionModelFile());
		const [white, black] = await classifier.predict([crop(255), crop(0)]);
		const sum = 1 + Math.exp(4) + Math.exp(-4);
		expect(white).toBeCloseToArray([1 / sum, Math.exp(4) / sum, Math.exp(-4) / sum], { rtol: 1e-5, atol: 0 });
		expect(black).toBeCloseToArray([1 / 3, 1 / 3, 1 / 3], { rtol: 1e-5, atol: 0 });
		expect(await classifier.predict([])).toEqual([]);
	});

	it("applies the mean and deviation that the file names", async () => {
		const description = { input: { width: 48, height: 48, mean: 0.5, deviation: 0.5 } };
		const classifier = await createExpressionClassifier(expressionModelFile({ description }));
		const [black] = await classifier.predict([crop(0)]);
		const sum = 1 + Math.exp(4) + Math.exp(-4);
		expect(black).toBeCloseToArray([1 / sum, Math.exp(-4) / sum, Math.exp(4) / sum], { rtol: 1e-5, atol: 0 });
	});

	it("takes one view of its ways of looking, or the mean of all", async () => {
		const classifier = await createExpressionClassifier(expressionModelFile({ views: 2 }));
		const expected = (brightness: number): number[] => {
			const terms = [0, 4, -4].map((weight) => Math.exp(weight * brightness));
			return terms.map((term) => term / terms.reduce((a, b) => a + b, 0));
		};
		const asked = [undefined, 0, 1, 2] as const;
		const given = await Promise.all(asked.map((view) => classifier.predict([crop(255)], view)));
		for (const [i, brightness] of [0.75, 1, 0.5, 1].entries()) {
			expect(given[i]?.[0]).toBeCloseToArray(expected(brightness), { rtol: 1e-5, atol: 0 });
		}
	});

	it("lets a live camera's frames take turns in its first views alone, where the file says so", async () => {
		const classifier = await createExpressionClassifier(expressionModelFile({ views: 4, liveViews: 2 }));
		const given = await Promise.all([0, 1, 2, 3].map((view) => classifier.predict([crop(255)], view)));
		expect(given[2]).toEqual(given[0]);
		expect(given[3]).toEqual(given[1]);
		expect(given[1]).not.toEqual(given[0]);
		await expect(createExpressionClassifier(expressionModelFile({ views: 2, liveViews: 3 }))).rejects.toThrow(
			'"input.liveViews" must be at most the 2 of "input.views", got 3',
		);
	});

	it("refuses a crop of another size", async () => {
		const classifier = await createExpressionClassifier(expressionModelFile());
		await expect(classifier.predict([crop(0, 64)])).rejects.toThrow("takes pictures of 48 × 48, got 64 × 64");
	});

	it("refuses a model of speech, another format, wrong labels, and a file that was changed", async () => {
		const open = (bytes: Uint8Array) => createExpressionClassifier(bytes);
		await expect(open(linearModelFile())).rejects.toThrow('for the task "face-expression"');
		await expect(open(expressionModelFile({ description: { format: 9 } }))).rejects.toThrow("got format 9");
		await expect(open(expressionModelFile({ description: { labels: ["glad", "sad"] } }))).rejects.toThrow(
			'"labels" holds "glad"',
		);
		const input = { width: 3, height: 48, mean: 0, deviation: 1 };
		await expect(open(expressionModelFile({ description: { input } }))).rejects.toThrow('"input.width"');
		const changed = expressionModelFile({ weights: [0, 1.5, 2.5] });
		const at = changed.findIndex(
			(_, i) => new DataView(changed.buffer).getUint32(Math.min(i, changed.length - 4), true) === 0x3fc00000,
		);
		changed[at + 3] = 0x40;
		await expect(open(changed)).rejects.toThrow("its hash differs");
	});

	it("refuses what is no model", async () => {
		const whole = expressionModelFile();
		for (const bytes of [
			new Uint8Array(50).fill(7),
			whole.subarray(0, whole.length >> 1),
			new Uint8Array(0),
		]) {
			await expect(createExpressionClassifier(bytes)).rejects.toMatchObject({ code: "model-damaged" });
		}
	});
});
