import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { brier, expectedCalibrationError, logLoss, reliabilityBins } from "./calibration.ts";
import { accuracy, f1, macroAverage, precision, recall, uar } from "./classification.ts";
import { concordanceCorrelation } from "./concordance-correlation.ts";
import { confusionMatrix } from "./confusion-matrix.ts";
import { coverageAccuracy } from "./coverage-accuracy.ts";
import { pairedDifference } from "./paired-difference.ts";

// Five of class 0 (3 found, 2 taken for 1), three of class 1 (2 found, 1 taken for 0), one of class 2 (missed).
const actual = [0, 0, 0, 0, 0, 1, 1, 1, 2];
const predicted = [0, 0, 0, 1, 1, 1, 1, 0, 0];

describe("the figures of a classification, by hand", () => {
	it("counts confusions by actual row and predicted column", () => {
		expect(confusionMatrix(actual, predicted, 3)).toEqual({
			counts: [
				[3, 2, 0],
				[1, 2, 0],
				[1, 0, 0],
			],
			totals: [5, 3, 1],
		});
	});

	it("gives accuracy, recall, precision and F1", () => {
		expect(accuracy(actual, predicted)).toBeCloseTo(5 / 9, 12);
		expect(recall(actual, predicted, 3)).toBeCloseToArray([3 / 5, 2 / 3, 0], { rtol: 1e-12, atol: 0 });
		expect(precision(actual, predicted, 3)).toBeCloseToArray([3 / 5, 2 / 4, Number.NaN], {
			rtol: 1e-12,
			atol: 0,
		});
		// 2TP / (2TP + FP + FN): 6 / (6 + 2 + 2), 4 / (4 + 2 + 1), 0 / (0 + 0 + 1).
		expect(f1(actual, predicted, 3)).toBeCloseToArray([0.6, 4 / 7, 0], { rtol: 1e-12, atol: 0 });
	});

	it("averages recall over the classes that occur (UAR)", () => {
		expect(uar(actual, predicted, 3)).toBeCloseTo((3 / 5 + 2 / 3 + 0) / 3, 12);
		expect(uar([0, 0, 1], [0, 1, 1], 5)).toBeCloseTo(0.75, 12);
		expect(macroAverage([0.5, Number.NaN, 1])).toBe(0.75);
	});

	it("takes a prediction outside the tested classes for an error", () => {
		expect(recall([0, 0, 1], [0, 7, -1], 2)).toEqual([0.5, 0]);
		expect(accuracy([0, 0, 1], [0, 7, -1])).toBeCloseTo(1 / 3, 12);
	});

	it("refuses lists of different lengths and classes out of range", () => {
		expect(() => confusionMatrix([0], [0, 1], 2)).toThrow("must have one length, got 1 and 2");
		expect(() => confusionMatrix([3], [0], 2)).toThrow("actual classes must be in [0, 2), got 3 at 0");
	});
});

describe("calibration", () => {
	const probabilities = (rows: readonly number[]) => ({
		rows: rows.length,
		columns: 2,
		data: Float64Array.from(rows.flatMap((p) => [p, 1 - p])),
	});

	it("is the mean gap between confidence and accuracy over bins of equal mass", () => {
		// Two bins: confidences 0.6, 0.7 (one right: 0.5 against 0.65), 0.8, 1 (both right: 1 against 0.9).
		const p = probabilities([0.6, 0.7, 0.8, 1]);
		const truth = [0, 1, 0, 0];
		expect(reliabilityBins(p, truth, { bins: 2 })).toEqual([
			{ count: 2, confidence: expect.closeTo(0.65, 12), accuracy: 0.5 },
			{ count: 2, confidence: 0.9, accuracy: 1 },
		]);
		expect(expectedCalibrationError(p, truth, { bins: 2 })).toBeCloseTo((2 * 0.15 + 2 * 0.1) / 4, 12);
	});

	it("gives Brier score and log loss", () => {
		const p = probabilities([0.6, 0.9]);
		expect(brier(p, [0, 1])).toBeCloseTo((2 * 0.4 ** 2 + 2 * 0.9 ** 2) / 2, 12);
		expect(logLoss(p, [0, 1])).toBeCloseTo(-(Math.log(0.6) + Math.log(0.1)) / 2, 12);
	});

	it("shows what is gained by saying less", () => {
		expect(coverageAccuracy(probabilities([0.6, 0.7, 0.8, 0.8]), [1, 0, 0, 0])).toEqual([
			{ threshold: 0.6, coverage: 1, accuracy: 0.75 },
			{ threshold: 0.7, coverage: 0.75, accuracy: 1 },
			{ threshold: 0.8, coverage: 0.5, accuracy: 1 },
		]);
	});
});

describe("bootstrapInterval", () => {
	const right = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 0 : 1));
	const metric = (indices: Int32Array) =>
		indices.reduce((sum, i) => sum + (right[i] as number), 0) / indices.length;

	it("is near the normal interval where clips are independent", () => {
		const speakers = right.map((_, i) => `s${i % 40}`);
		const { value, low, high, over, units } = bootstrapInterval(metric, speakers, { draws: 2000 });
		expect(value).toBe(0.75);
		expect({ over, units }).toEqual({ over: "speakers", units: 40 });
		// Speakers of i mod 40 are all right or all wrong: 40 units of p = 0.75, standard error 0.0685.
		expect(low).toBeCloseTo(0.75 - 1.96 * 0.0685, 1);
		expect(high).toBeCloseTo(0.75 + 1.96 * 0.0685, 1);
	});

	it("draws clips, and says so, where there are fewer than eight speakers", () => {
		const interval = bootstrapInterval(
			metric,
			right.map((_, i) => `s${i % 7}`),
		);
		expect(interval).toMatchObject({ over: "clips", units: 400 });
		// Standard error √(0.75 · 0.25 / 400) = 0.0217.
		expect(interval.high - interval.low).toBeCloseTo(2 * 1.96 * 0.0217, 2);
	});

	it("is the same for the same seed", () => {
		const speakers = right.map((_, i) => `s${i % 9}`);
		expect(bootstrapInterval(metric, speakers)).toEqual(bootstrapInterval(metric, speakers));
	});
});

describe("concordanceCorrelation", () => {
	it("is 1 for equal series and falls with a shift, by hand", () => {
		expect(concordanceCorrelation([1, 2, 3], [1, 2, 3])).toBe(1);
		// Variances 2/3 each, covariance 2/3, shift 1: (4/3) / (4/3 + 1) = 4/7.
		expect(concordanceCorrelation([1, 2, 3], [2, 3, 4])).toBeCloseTo(4 / 7, 12);
		expect(concordanceCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
		expect(() => concordanceCorrelation([1], [])).toThrow("must have one length, got 1 and 0");
	});
});

describe("pairedDifference", () => {
	const speakers = Array.from({ length: 300 }, (_, i) => `s${i % 20}`);
	const share = (right: (i: number) => boolean) => (indices: Int32Array) =>
		indices.filter(right).length / indices.length;

	it("sees that one model is better for every speaker, however much speakers differ", () => {
		const hard = (i: number) => (i % 20) / 20;
		const first = share((i) => (Math.floor(i / 20) % 15) / 15 >= hard(i) - 0.2);
		const second = share((i) => (Math.floor(i / 20) % 15) / 15 >= hard(i));
		const { value, low, p, over } = pairedDifference(first, second, speakers);
		expect(over).toBe("speakers");
		expect(value).toBeGreaterThan(0.1);
		expect(low).toBeGreaterThan(0);
		expect(p).toBeLessThan(0.01);
	});

	it("sees no difference between a model and itself", () => {
		const same = share((i) => i % 3 === 0);
		expect(pairedDifference(same, same, speakers)).toMatchObject({ value: 0, low: 0, high: 0, p: 1 });
	});
});
