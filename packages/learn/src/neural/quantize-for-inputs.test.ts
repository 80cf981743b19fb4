import { createRandom } from "@undertone/core";
import { quantize } from "@undertone/onnx";
import { expect, it } from "vitest";
import { quantizeForInputs } from "./quantize-for-inputs.ts";

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
		const { values, steps } = quantizeForInputs(kernels, filters, most, moments);
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
	const { values, steps } = quantizeForInputs(kernels, filters, 7, apart);
	for (const [i, value] of kernels.entries()) {
		const step = steps[Math.floor(i / n)] as number;
		expect(values[i]).toBe(Math.max(-7, Math.min(7, Math.round(value / step))) + 0);
	}
});

it("lets one of two inputs that are always alike make good what the other loses", () => {
	const alike = Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1);
	const { values, steps } = quantizeForInputs(Float32Array.of(0.4, 0.4, 4), 1, 4, alike);
	expect(steps[0]).toBe(1);
	// 0.8 in all: the nearest are 0 and 0.
	expect((values[0] as number) + (values[1] as number)).toBe(1);
	expect(values[2]).toBe(4);
});

it("clips a large number where the others gain more by finer steps", () => {
	// The last is hardly ever felt.
	const seen = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? (i === 15 ? 1e-6 : 1) : 0));
	const kernel = Float32Array.of(0.45, -0.45, 0.45, 1);
	const { values, steps } = quantizeForInputs(kernel, 1, 1, seen);
	expect(steps[0]).toBeLessThan(0.6);
	expect([...values]).toEqual([1, -1, 1, 1]);
	const nearest = quantize(kernel, [1, 4], 0, 1);
	expect([...nearest.values]).toEqual([0, 0, 0, 1].map((value) => value + 0));
});

it("comes near to the best of all roundings, changes outputs no more than twice as much", () => {
	const small = Float32Array.of(0.7, -0.4, 0.3);
	const h = Float64Array.of(2, 1.2, 0.5, 1.2, 1, 0.2, 0.5, 0.2, 1.5);
	const cost = (rounded: readonly number[]): number =>
		rounded.reduce(
			(sum, a, i) =>
				sum +
				rounded.reduce(
					(inner, b, j) =>
						inner + ((small[i] as number) - a) * ((small[j] as number) - b) * (h[3 * i + j] as number),
					0,
				),
			0,
		);
	const { values, steps } = quantizeForInputs(small, 1, 1, h);
	const step = steps[0] as number;
	const all = [-1, 0, 1].flatMap((a) => [-1, 0, 1].flatMap((b) => [-1, 0, 1].map((c) => [a, b, c])));
	const best = Math.min(...all.map((levels) => cost(levels.map((level) => level * step))));
	expect(cost(Array.from(values, (value) => value * step))).toBeLessThanOrEqual(2 * best);
});

it("leaves a filter of zeros, and inputs that are never seen, as they are", () => {
	const { values, steps } = quantizeForInputs(new Float32Array(4), 1, 7, new Float64Array(16));
	expect([...values]).toEqual([0, 0, 0, 0]);
	expect([...steps]).toEqual([0]);
	expect([...quantizeForInputs(Float32Array.of(1, -7), 1, 7, new Float64Array(4)).values]).toEqual([1, -7]);
});

it("refuses moments of another number of inputs, and more than eight bits", () => {
	expect(() => quantizeForInputs(kernels, filters, 128, moments)).toThrow("from 1 to 127, but is 128");
	expect(() => quantizeForInputs(kernels, filters, 7, new Float64Array(9))).toThrow(
		"the moments of 40 inputs must be 1600 numbers, but are 9",
	);
});
