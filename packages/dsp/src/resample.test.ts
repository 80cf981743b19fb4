import { describe, expect, it } from "vitest";
import { resample } from "./resample.ts";

const ratios = [
	[48_000, 16_000],
	[44_100, 16_000],
	[22_050, 16_000],
	[32_000, 16_000],
	[16_000, 8000],
	[24_000, 16_000],
	[8000, 16_000],
	[16_000, 22_050],
	[16_000, 48_000],
	[17_000, 16_000],
] as const;
const sine = (frequency: number, sampleRate: number, n: number): Float64Array =>
	Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * frequency * i) / sampleRate));
/** Root mean square of the middle, in decibels. */
function level(signal: ArrayLike<number>): number {
	let sum = 0;
	const from = Math.floor(signal.length / 4);
	const to = signal.length - from;
	for (let i = from; i < to; i++) sum += (signal[i] as number) ** 2;
	return 10 * Math.log10(sum / (to - from));
}

describe("resample", () => {
	it.each(ratios)("from %i to %i Hz gives the samples that the same sine has there", (from, to) => {
		for (const share of [0.01, 0.3, 0.85]) {
			const frequency = (share * Math.min(from, to)) / 2;
			const out = resample(Float32Array.from(sine(frequency, from, from)), { from, to });
			expect(out).toHaveLength(to);
			const expected = sine(frequency, to, to);
			const middle = [Math.floor(to / 4), Math.floor((3 * to) / 4)] as const;
			expect(out.subarray(...middle)).toBeCloseToArray(expected.subarray(...middle), { rtol: 0, atol: 2e-5 });
		}
	});

	it.each(ratios.filter(([from, to]) => from > to))(
		"from %i to %i Hz leaves no alias above −100 dB",
		(from, to) => {
			for (const share of [1.02, 1.2, 1.5, 0.99 * (from / to)]) {
				const frequency = Math.min((share * to) / 2, 0.99 * (from / 2));
				if (frequency < 1.02 * (to / 2)) continue;
				const out = resample(Float32Array.from(sine(frequency, from, from)), { from, to });
				expect(level(out)).toBeLessThan(-100);
			}
		},
	);

	it.each(ratios)(
		"from %i to %i Hz passes a constant unchanged and keeps a click at its time",
		(from, to) => {
			const constant = resample(new Float32Array(from).fill(0.5), { from, to });
			const middle = constant.subarray(Math.floor(to / 4), Math.floor((3 * to) / 4));
			expect(middle).toBeCloseToArray(new Float32Array(middle.length).fill(0.5), { rtol: 1e-5, atol: 0 });
			const click = new Float32Array(from);
			click[from / 2] = 1;
			const out = resample(click, { from, to });
			expect(out.reduce((best, x, i) => (x > (out[best] as number) ? i : best), 0)).toBe(to / 2);
		},
	);

	it("gives the sum of its definition at every sample, edges included", () => {
		// A windowed sinc (Kaiser, beta 11.5, 64 zero crossings, cut-off at 0.95 of 8 kHz), written out.
		const signal = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * i * 1e-4) * Math.cos(i));
		const cutoff = (0.5 * 0.95) / 3;
		const reach = Math.ceil(64 / (2 * cutoff));
		const bessel = (x: number): number => {
			let [term, sum] = [1, 1];
			for (let k = 1; k < 60; k++) {
				term *= (x / (2 * k)) ** 2;
				sum += term;
			}
			return sum;
		};
		const kernel = (t: number): number =>
			Math.abs(t) >= reach
				? 0
				: ((t === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t)) *
						bessel(11.5 * Math.sqrt(1 - (t / reach) ** 2))) /
					bessel(11.5);
		let total = 0;
		for (let t = -reach; t <= reach; t++) total += kernel(t);
		const expected = Float64Array.from({ length: 1000 }, (_, m) => {
			let sum = 0;
			for (let t = -reach; t <= reach; t++) sum += (kernel(t) / total) * (signal[3 * m + t] ?? 0);
			return sum;
		});
		expect(resample(signal, { from: 48_000, to: 16_000 })).toBeCloseToArray(expected, {
			rtol: 0,
			atol: 1e-6,
		});
	});

	it("gives ceil(n · to / from) samples, none of none, and the signal itself at its own rate", () => {
		for (const n of [1, 2, 100, 4095, 4096, 40_001]) {
			expect(resample(new Float32Array(n), { from: 44_100, to: 16_000 })).toHaveLength(
				Math.ceil((n * 160) / 441),
			);
		}
		expect(resample(new Float32Array(0), { from: 48_000, to: 16_000 })).toHaveLength(0);
		const signal = Float32Array.of(1, 2);
		expect(resample(signal, { from: 16_000, to: 16_000 })).toBe(signal);
	});

	it("refuses rates that are no positive integers", () => {
		expect(() => resample(new Float32Array(1), { from: 0, to: 16_000 })).toThrow(
			new RangeError("resample: rates must be positive integers in Hz, got 0 and 16000."),
		);
	});
});
