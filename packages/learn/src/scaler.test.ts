import { matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { balancedClassWeights } from "./class-weights.ts";
import { encodeLabels, subset, takeRows } from "./dataset.ts";
import { fitTemperature } from "./fit-temperature.ts";
import { fitScaler, scale } from "./scaler.ts";
import { argmaxRows, softmaxRows } from "./softmax.ts";

describe("fitScaler and scale, by hand", () => {
	const x = matrixFromRows([
		[1, 5, Number.NaN],
		[3, 5, Number.NaN],
		[Number.NaN, 5, Number.NaN],
		[5, 5, Number.NaN],
	]);

	it("leaves undefined values out of mean and deviation", () => {
		const { mean, deviation } = fitScaler(x);
		expect(mean).toBeCloseToArray([3, 5, 0], { rtol: 1e-12, atol: 0 });
		// Of 1, 3, 5: √(8/3); a constant column and one never defined: 1.
		expect(deviation).toBeCloseToArray([Math.sqrt(8 / 3), 1, 1], { rtol: 1e-12, atol: 0 });
	});

	it("puts the mean where a value is undefined", () => {
		const z = scale(x, fitScaler(x));
		const unit = 2 / Math.sqrt(8 / 3);
		expect(z.data).toBeCloseToArray([-unit, 0, 0, 0, 0, 0, 0, 0, 0, unit, 0, 0], { rtol: 1e-6, atol: 1e-7 });
	});

	it("counts a sample as often as it weighs", () => {
		const { mean } = fitScaler(matrixFromRows([[1], [4]]), [3, 1]);
		expect(mean[0]).toBe(1.75);
	});
});

describe("softmaxRows", () => {
	it("is exp(z / T) over its sum, without overflow", () => {
		const p = softmaxRows(matrixFromRows([[1000, 1000 + Math.log(3)]]));
		expect(p.data).toBeCloseToArray([0.25, 0.75], { rtol: 1e-3, atol: 0 });
		const soft = softmaxRows(matrixFromRows([[0, Math.log(9)]]), 2);
		expect(soft.data).toBeCloseToArray([0.25, 0.75], { rtol: 1e-6, atol: 0 });
		expect([...argmaxRows(p)]).toEqual([1]);
	});
});

describe("fitTemperature", () => {
	it("finds the temperature at which confidence equals accuracy, by hand", () => {
		// Ten samples with logits (0, 4), eight of class 1: p = 1 / (1 + exp(−4 / T)) = 0.8 gives T = 4 / ln 4.
		const logits = matrixFromRows(Array.from({ length: 10 }, () => [0, 4]));
		const actual = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0];
		expect(fitTemperature(logits, actual)).toBeCloseTo(4 / Math.log(4), 6);
	});

	it("sharpens what is too cautious", () => {
		const logits = matrixFromRows(Array.from({ length: 10 }, () => [0, 0.1]));
		expect(fitTemperature(logits, [1, 1, 1, 1, 1, 1, 1, 1, 1, 0])).toBeCloseTo(0.1 / Math.log(9), 6);
	});

	it("stays within its range where all are right", () => {
		// The likelihood has no maximum; the search ends where it is flat.
		const t = fitTemperature(matrixFromRows([[0, 1]]), [1]);
		expect(t).toBeGreaterThanOrEqual(0.01);
		expect(t).toBeLessThan(0.1);
	});

	it("leaves out the classes a sample excludes", () => {
		const logits = matrixFromRows(Array.from({ length: 10 }, () => [0, 4, 50]));
		const allowed = Uint8Array.from({ length: 30 }, (_, i) => (i % 3 === 2 ? 0 : 1));
		const t = fitTemperature(logits, [1, 1, 1, 1, 1, 1, 1, 1, 0, 0], { allowed });
		expect(t).toBeCloseTo(4 / Math.log(4), 6);
	});

	it("refuses to be fitted on nothing", () => {
		expect(() => fitTemperature({ rows: 0, columns: 2, data: new Float32Array() }, [])).toThrow("got none");
	});
});

describe("datasets", () => {
	it("are cut by row, masks with them", () => {
		const data = {
			x: matrixFromRows([[1], [2], [3]]),
			y: Int32Array.of(0, 1, 0),
			labels: ["a", "b"],
			allowed: Uint8Array.of(1, 0, 1, 1, 1, 0),
		};
		const part = subset(data, [2, 1]);
		expect([...part.x.data]).toEqual([3, 2]);
		expect([...part.y]).toEqual([0, 1]);
		expect([...(part.allowed ?? [])]).toEqual([1, 0, 1, 1]);
		expect(takeRows(data.x, []).rows).toBe(0);
	});

	it("weigh classes so that each has the same sum", () => {
		expect([...balancedClassWeights([0, 0, 0, 1], 3)]).toEqual([4 / 6, 2, 1]);
	});

	it("refuse labels they do not know", () => {
		expect([...encodeLabels(["b", "a"], ["a", "b"])]).toEqual([1, 0]);
		expect(() => encodeLabels(["a", "NaN"], ["a", "b"])).toThrow('must be among a, b, got "NaN" at 1');
	});
});
