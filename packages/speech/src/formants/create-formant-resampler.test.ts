import { describe, expect, it } from "vitest";
import { createFormantResampler } from "./create-formant-resampler.ts";

/** Ten periods of 100 Hz more than a filter reaches to either side. */
const held = 4000;

describe("createFormantResampler", () => {
	it.each([
		[16_000, 11_000],
		[16_000, 10_000],
		[44_100, 11_000],
		[16_000, 15_900],
	])("from %i to %i Hz: a tone has the value of its time, (k + 1/2) / to", (from, to) => {
		const { resample } = createFormantResampler(from, to);
		for (const frequency of [100, 2345, 0.47 * to]) {
			const tone = (time: number): number => Math.sin(2 * Math.PI * frequency * time);
			// The part of the signal held begins with its sample 100,000.
			const signal = Float32Array.from({ length: held }, (_, i) => tone((100_000 + i + 0.5) / from));
			const first = Math.round(((100_000 + held / 2) * to) / from);
			const out = new Float64Array(97);
			resample(signal, 100_000, first, out);
			expect(out).toBeCloseToArray(
				out.map((_, k) => tone((first + k + 0.5) / to)),
				// The samples are of single precision.
				{ rtol: 0, atol: 1e-5 },
			);
		}
	});

	it("takes out what lies above half the new rate", () => {
		const { resample } = createFormantResampler(16_000, 11_000);
		for (const frequency of [5600, 6000, 7900]) {
			const signal = Float32Array.from({ length: held }, (_, i) =>
				Math.sin((2 * Math.PI * frequency * i) / 16_000),
			);
			const out = new Float64Array(50);
			resample(signal, 0, 1375, out);
			// 110 dB below.
			expect(Math.max(...out.map(Math.abs))).toBeLessThan(1e-5);
		}
	});

	it("hands on what already has the rate", () => {
		const out = new Float64Array(3);
		createFormantResampler(11_000, 11_000).resample(Float32Array.of(1, 2, 3, 4, 5), 10, 11, out);
		expect([...out]).toEqual([2, 3, 4]);
	});

	it("refuses rates whose positions do not repeat", () => {
		expect(() => createFormantResampler(16_000, 10_999)).toThrow(
			/Take a ceiling that is a multiple of 50 Hz/,
		);
		expect(() => createFormantResampler(16_000, 10_999.5)).toThrow(/whole numbers of Hz/);
	});
});
