import { matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { accuracy } from "../metrics/classification.ts";
import { argmaxRows } from "../softmax.ts";
import { blobs } from "../testing/blobs.ts";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { fitSigmoid } from "./fit-sigmoid.ts";
import { smo } from "./smo.ts";
import { svm } from "./svm.ts";

describeEstimator(() => svm());
describeEstimator(() => svm({ kernel: "linear", classWeights: "balanced" }));
describeEstimator(() => svm({ mostVectors: 30 }));

describe("smo", () => {
	it("finds the widest margin between two points, by hand", () => {
		// x = 1 (+) and x = −1 (−), linear: f(x) = x, α = ½ each.
		const solution = smo(Float32Array.of(1, -1, -1, 1), Int8Array.of(1, -1), Float64Array.of(10, 10), {
			tolerance: 1e-9,
		});
		expect(solution.coefficients).toBeCloseToArray([0.5, -0.5], { rtol: 1e-9, atol: 0 });
		expect(solution.bias).toBeCloseTo(0, 9);
	});

	it("ignores points beyond the margin and bounds those within it", () => {
		// On a line: −3, −1 (−) and 1, 5 (+); only ±1 support. With c = 0.1 their α stop there.
		const x = [-3, -1, 1, 5];
		const kernel = Float32Array.from(x.flatMap((a) => x.map((b) => a * b)));
		const y = Int8Array.of(-1, -1, 1, 1);
		const wide = smo(kernel, y, new Float64Array(4).fill(10), { tolerance: 1e-9 });
		expect(wide.coefficients).toBeCloseToArray([0, -0.5, 0.5, 0], { rtol: 1e-9, atol: 1e-12 });
		const soft = smo(kernel, y, new Float64Array(4).fill(0.1), { tolerance: 1e-9 });
		expect(Math.max(...soft.coefficients.map(Math.abs))).toBeLessThanOrEqual(0.1);
		expect(soft.coefficients.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
	});
});

describe("fitSigmoid", () => {
	it("finds the log-odds of a coin with two faces, by hand", () => {
		// d = 1: 80 of 100 positive, d = −1: 20 of 100. Targets 101/102 and 1/102 move the shares a little.
		const decisions = Array.from({ length: 200 }, (_, i) => (i < 100 ? 1 : -1));
		const positive = decisions.map((_, i) => (i < 100 ? i < 80 : i < 120));
		const { slope, offset } = fitSigmoid(decisions, positive);
		const share = (80 * (101 / 102) + 20 * (1 / 102)) / 100;
		expect(slope).toBeCloseTo(Math.log(share / (1 - share)), 5);
		expect(offset).toBeCloseTo(0, 5);
	});
});

describe("svm", () => {
	it("tells apart what no line can (exclusive or)", async () => {
		const x = matrixFromRows(
			Array.from({ length: 40 }, (_, i) =>
				[i % 2 === 0 ? 1 : -1, i % 4 < 2 ? 1 : -1].map((v) => v + i / 400),
			),
		);
		const y = Int32Array.from({ length: 40 }, (_, i) => ((i % 2 === 0) === i % 4 < 2 ? 1 : 0));
		const data = { x, y, labels: ["neutral", "angry"] };
		const model = await svm({ c: 10, gamma: 1 }).fit(data, { seed: 1 });
		expect(accuracy(y, argmaxRows(await model.predict(x)))).toBe(1);
	});

	it("is honest: of samples it is 70 % sure of, about 70 % are right", async () => {
		const noisy = (rows: number, seed: number) => {
			const data = blobs(rows, seed);
			return { ...data, y: data.y.map((c, i) => ((i * 7919) % 10 < 3 ? (c + 1 + (i % 2)) % 3 : c)) };
		};
		const test = noisy(600, 9);
		const p = await (await svm().fit(noisy(300, 8), { seed: 1 })).predict(test.x);
		const top = argmaxRows(p);
		const confidence = top.reduce((sum, c, r) => sum + (p.data[r * 3 + c] as number), 0) / top.length;
		expect(Math.abs(confidence - accuracy(test.y, top))).toBeLessThan(0.06);
	});

	it("with few vectors of 8 bits decides nearly as with all, in a smaller file", async () => {
		const noisy = { ...blobs(600, 3), y: blobs(600, 3).y.map((c, i) => (i % 5 === 0 ? (c + 1) % 3 : c)) };
		const test = blobs(300, 4);
		const whole = await svm().fit(noisy, { seed: 1 });
		const small = await svm({ mostVectors: 60 }).fit(noisy, { seed: 1 });
		expect(small.summary.kept).toBe(60);
		expect(whole.summary.kept).toBeGreaterThan(200);
		const [a, b] = [argmaxRows(await whole.predict(test.x)), argmaxRows(await small.predict(test.x))];
		// The two may differ where neither is sure.
		expect(a.filter((c, r) => c === b[r]).length / 300).toBeGreaterThan(0.96);
		expect(small.toOnnx().length).toBeLessThan(0.5 * whole.toOnnx().length);
	});

	it.each([
		[{ mostVectors: 0 }, /svm: mostVectors must be a whole number from 1, got 0/],
		[{ c: 0 }, /svm: c must be positive, got 0/],
		[{ gamma: -1 }, /svm: gamma must be positive, got -1/],
	])("refuses settings out of range: %o", (options, message) => {
		expect(() => svm(options)).toThrow(message);
	});
});
