import { createRandom, type Matrix, matrixFromRows, row } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { fitLengthNormaliser, normaliseLength } from "./length-normaliser.ts";

function product(x: Matrix, a: number, b: number): number {
	const other = row(x, b);
	return Array.from(row(x, a)).reduce((sum, value, i) => sum + value * (other[i] as number), 0);
}

describe("normaliseLength", () => {
	it("brings vectors to the length √d, by hand", () => {
		// Mean 0, variances 4 and 1: (4, 3) is (2, 3) in deviations.
		const training = matrixFromRows([
			[2 * Math.SQRT2, 0],
			[-2 * Math.SQRT2, 0],
			[0, Math.SQRT2],
			[0, -Math.SQRT2],
		]);
		const { data } = normaliseLength(
			matrixFromRows([
				[4, 3],
				[0, 0],
			]),
			fitLengthNormaliser(training),
		);
		const scaling = Math.sqrt(2 / 13);
		// Of the covariance a millionth is the identity's.
		expect(data).toBeCloseToArray([2 * scaling, 3 * scaling, 0, 0], { rtol: 1e-4, atol: 0 });
	});

	it("does not depend on the axes that the vectors were measured in", () => {
		const random = createRandom(1);
		const plain = Array.from({ length: 200 }, () => [random.normal(), 3 * random.normal(), random.normal()]);
		const turned = plain.map(([a = 0, b = 0, c = 0]) => [a + 2 * b + 5, b - c, 3 * c + a - 1]);
		const [one, other] = [plain, turned].map((rows) => {
			const x = matrixFromRows(rows);
			return normaliseLength(x, fitLengthNormaliser(x));
		}) as [Matrix, Matrix];
		for (let r = 1; r < 20; r++) {
			expect(product(one, r, r)).toBeCloseTo(3, 4);
			expect(product(one, r - 1, r)).toBeCloseTo(product(other, r - 1, r), 2);
		}
	});
});
