import { describe, expect, it } from "vitest";
import { convolve } from "./convolve.ts";
import { noise } from "./testing/signals.ts";

describe("convolve", () => {
	it("gives the sum of its definition, for lengths that fit no block", () => {
		for (const [n, m] of [
			[1, 1],
			[5, 3],
			[1000, 37],
			[37, 1000],
			[4096, 513],
		] as const) {
			const [signal, kernel] = [noise(n, 3), noise(m, 4)];
			const expected = new Float64Array(n + m - 1);
			for (let i = 0; i < n; i++) {
				for (let k = 0; k < m; k++) expected[i + k]! += (signal[i] as number) * (kernel[k] as number);
			}
			expect(convolve(signal, kernel)).toBeCloseToArray(expected, { rtol: 0, atol: 1e-12 });
		}
	});
});
