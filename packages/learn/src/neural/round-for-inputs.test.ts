import { createRandom } from "@undertone/core";
import { expect, it } from "vitest";
import { roundForInputs } from "./round-for-inputs.ts";

const random = createRandom(8);
const [filters, n] = [6, 40];
const kernels = Float32Array.from({ length: filters * n }, () => random.normal());
/** Moments of inputs that are mixtures of ten, and a little of their own. */
const mixtures = Array.from({ length: n }, () => Array.from({ length: 10 }, () => random.normal()));
const moments = Float64Array.from({ length: n * n }, (_, i) => {
	const [a = [], b = []] = [mixtures[Math.floor(i / n)], mixtures[i % n]];
	return a.reduce((sum, value, k) => sum + value * (b[k] as number), Math.floor(i / n) === i % n ? 0.05 : 0);
});

/** Mean square of what a filter's outputs change by: e H eᵀ. */
function change(filter: number, rounded: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < n; j++) {
			const [a, b] = [i, j].map((k) => (kernels[filter * n + k] as number) - (rounded[k] as number));
			sum += (a as number) * (b as number) * (moments[i * n + j] as number);
		}
	}
	return sum;
}

it.each([4, 7, 19])(
	"changes outputs less than rounding to the nearest with the same steps, to %i",
	(most) => {
		const { values, steps } = roundForInputs(kernels, filters, most, moments);
		expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(most);
		for (let f = 0; f < filters; f++) {
			const step = steps[f] as number;
			const own = Array.from(values.subarray(f * n, (f + 1) * n), (value) => value * step);
			const nearest = Array.from(
				kernels.subarray(f * n, (f + 1) * n),
				(value) => Math.max(-most, Math.min(most, Math.round(value / step))) * step,
			);
			expect(change(f, own)).toBeLessThan(0.5 * change(f, nearest));
		}
	},
);

it("rounds to the nearest where inputs have nothing to do with each other", () => {
	const apart = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 + (i % 7) : 0));
	const { values, steps } = roundForInputs(kernels, filters, 7, apart);
	for (const [i, value] of kernels.entries()) {
		const step = steps[Math.floor(i / n)] as number;
		expect(values[i]).toBe(Math.max(-7, Math.min(7, Math.round(value / step))) + 0);
	}
});

it("lets one of two inputs that are always alike make good what the other loses", () => {
	const alike = Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1);
	const { values, steps } = roundForInputs(Float32Array.of(0.4, 0.4, 4), 1, 4, alike);
	expect(steps[0]).toBe(1);
	// 0.8 in all: the nearest are 0 and 0.
	expect((values[0] as number) + (values[1] as number)).toBe(1);
	expect(values[2]).toBe(4);
});

it("leaves a filter of zeros, and inputs that are never seen, as they are", () => {
	const { values, steps } = roundForInputs(new Float32Array(4), 1, 7, new Float64Array(16));
	expect([...values]).toEqual([0, 0, 0, 0]);
	expect([...steps]).toEqual([0]);
	expect([...roundForInputs(Float32Array.of(1, -7), 1, 7, new Float64Array(4)).values]).toEqual([1, -7]);
});

it("refuses moments of another number of inputs", () => {
	expect(() => roundForInputs(kernels, filters, 7, new Float64Array(9))).toThrow(
		"the moments of 40 inputs must be 1600 numbers, but are 9",
	);
});
