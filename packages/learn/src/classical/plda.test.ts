import { describe, expect, it } from "vitest";
import { blobs } from "../testing/blobs.ts";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { cholesky, invertCholesky, solveCholesky, solveLower } from "./cholesky.ts";
import { plda } from "./plda.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

describeEstimator(() => plda());

describe("plda", () => {
	it("works in as many dimensions as asked, at most one less than there are classes", async () => {
		const one = await plda({ dimensions: 1 }).fit(blobs(90, 1), { seed: 1 });
		expect(one.summary.dimensions).toBe(1);
		const most = await plda({ dimensions: 9 }).fit(blobs(90, 1), { seed: 1 });
		expect(most.summary.dimensions).toBe(2);
	});
});

describe("symmetricEigen", () => {
	it("gives the eigenvalues and vectors of a matrix known by hand", () => {
		// [[2, 1], [1, 2]]: 3 along (1, 1), 1 along (1, −1).
		const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
		expect(values).toBeCloseToArray([3, 1], { rtol: 1e-12, atol: 0 });
		expect(Math.abs(vectors[0] as number)).toBeCloseTo(Math.SQRT1_2, 12);
		expect((vectors[0] as number) * (vectors[2] as number)).toBeCloseTo(0.5, 12);
		expect((vectors[1] as number) * (vectors[3] as number)).toBeCloseTo(-0.5, 12);
	});
});

describe("cholesky", () => {
	it("solves a system by hand and refuses a matrix that is not positive definite", () => {
		// [[4, 2], [2, 3]] x = (8, 7) has x = (1.25, 1.5).
		const factor = cholesky(Float64Array.of(4, 2, 2, 3), 2);
		expect(solveCholesky(factor, 2, [8, 7])).toBeCloseToArray([1.25, 1.5], { rtol: 1e-12, atol: 0 });
		expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow("pivot 1 is -3. Add some shrinkage");
	});

	it("inverts a matrix and solves its lower triangle, by hand", () => {
		// [[4, 2], [2, 3]] = L Lᵀ with L = [[2, 0], [1, √2]]; its inverse is [[3, −2], [−2, 4]] / 8.
		const factor = cholesky(Float64Array.of(4, 2, 2, 3), 2);
		expect(solveLower(factor, 2, [8, 7])).toBeCloseToArray([4, 3 / Math.SQRT2], { rtol: 1e-12, atol: 0 });
		expect(invertCholesky(factor, 2)).toBeCloseToArray([3 / 8, -1 / 4, -1 / 4, 1 / 2], {
			rtol: 1e-12,
			atol: 0,
		});
	});

	it("gives an inverse that undoes a larger matrix", () => {
		const n = 11;
		// Ones beside a diagonal that is larger than a row's other entries together.
		const a = Float64Array.from({ length: n * n }, (_, at) =>
			Math.floor(at / n) === at % n ? n + (at % n) : 1 / (1 + Math.abs(Math.floor(at / n) - (at % n))),
		);
		const inverse = invertCholesky(cholesky(a, n), n);
		for (let r = 0; r < n; r++) {
			const line = Array.from({ length: n }, (_, c) =>
				Array.from(
					{ length: n },
					(__, k) => (a[r * n + k] as number) * (inverse[k * n + c] as number),
				).reduce((sum, value) => sum + value, 0),
			);
			expect(line).toBeCloseToArray(
				line.map((_, c) => (c === r ? 1 : 0)),
				{ rtol: 0, atol: 1e-12 },
			);
		}
	});
});
