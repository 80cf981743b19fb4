import { matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { diagonalGaussian } from "../classical/diagonal-gaussian.ts";
import { frameStatistics } from "./frame-statistics.ts";

describe("frameStatistics", () => {
	it("shares a frame halfway between two Gaussians equally, by hand", () => {
		// Means −1 and 1 with variance 4: a frame at 0 is ±½ deviations off; one at 100 is wholly of the second.
		const background = [-1, 1].map((mean) =>
			diagonalGaussian(Math.log(0.5), Float64Array.of(mean), Float64Array.of(4)),
		);
		const { occupancies, firstOrder } = frameStatistics(matrixFromRows([[0], [100]]), background);
		expect(occupancies).toBeCloseToArray([0.5, 1.5], { rtol: 1e-9, atol: 0 });
		expect(firstOrder).toBeCloseToArray([0.25, -0.25 + 49.5], { rtol: 1e-9, atol: 0 });
	});

	it("of two halves of a clip add up to those of the whole", () => {
		const background = [0, 3].map((mean) =>
			diagonalGaussian(Math.log(0.5), Float64Array.of(mean, -mean), Float64Array.of(1, 2)),
		);
		const frames = [
			[0.5, -1],
			[2, 2],
			[4, -3],
			[-1, 0],
		];
		const whole = frameStatistics(matrixFromRows(frames), background);
		const halves = [frames.slice(0, 2), frames.slice(2)].map((half) =>
			frameStatistics(matrixFromRows(half), background),
		);
		for (const part of ["occupancies", "firstOrder"] as const) {
			const sum = whole[part].map((_, i) => halves.reduce((s, half) => s + (half[part][i] as number), 0));
			expect(sum).toBeCloseToArray(whole[part], { rtol: 1e-12, atol: 1e-12 });
		}
		expect(whole.occupancies.reduce((a, b) => a + b, 0)).toBeCloseTo(4, 12);
	});
});
