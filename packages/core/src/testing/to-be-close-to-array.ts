import { expect } from "vitest";

interface Tolerance {
	readonly rtol: number;
	readonly atol: number;
}

declare module "vitest" {
	interface Matchers<R extends void | Promise<void>, T> {
		/** NumPy's rule: |actual − expected| ≤ atol + rtol · |expected| for every element; NaN equals NaN. */
		toBeCloseToArray(expected: ArrayLike<number>, tolerance: Tolerance): R;
	}
}

expect.extend({
	toBeCloseToArray(actual: ArrayLike<number>, expected: ArrayLike<number>, { rtol, atol }: Tolerance) {
		if (actual.length !== expected.length) {
			return {
				pass: false,
				message: () => `expected ${expected.length} numbers, got ${actual.length}`,
			};
		}
		let worst = 0;
		let at = -1;
		for (let i = 0; i < expected.length; i++) {
			const a = actual[i] as number;
			const e = expected[i] as number;
			if (Number.isNaN(a) && Number.isNaN(e)) continue;
			const excess = a === e ? 0 : Math.abs(a - e) / (atol + rtol * Math.abs(e));
			if (!(excess <= 1) && !(excess <= worst)) {
				worst = excess;
				at = i;
			}
		}
		return {
			pass: at < 0,
			message: () =>
				`element ${at}: expected ${expected[at]}, got ${actual[at]} (rtol ${rtol}, atol ${atol})`,
		};
	},
});
