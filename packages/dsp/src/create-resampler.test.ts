import { describe, expect, it } from "vitest";
import { createResampler } from "./create-resampler.ts";
import { resample } from "./resample.ts";

/** A second of noise that repeats. */
function noise(n: number): Float32Array {
	let state = 7;
	return Float32Array.from({ length: n }, () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 31 - 1;
	});
}

function streamed(
	signal: Float32Array,
	rates: { readonly from: number; readonly to: number },
	lengths: readonly number[],
): number[] {
	const resampler = createResampler(rates);
	const out: number[] = [];
	let at = 0;
	for (let i = 0; at < signal.length; i++) {
		const length = lengths[i % lengths.length] as number;
		out.push(...resampler.push(signal.subarray(at, at + length)));
		at += length;
	}
	return out;
}

describe("createResampler", () => {
	it.each([
		[48_000, 16_000],
		[44_100, 16_000],
		[32_000, 16_000],
		[8000, 16_000],
		[17_000, 16_000],
	])(
		"from %i to %i Hz gives the same samples however the stream is cut, a few milliseconds late",
		(from, to) => {
			const signal = noise(from / 2);
			const whole = streamed(signal, { from, to }, [signal.length]);
			expect(whole.length).toBeGreaterThan(to / 2 - 0.02 * to);
			for (const lengths of [[128], [1, 500, 3], [2048]]) {
				expect(streamed(signal, { from, to }, lengths)).toEqual(whole);
			}
		},
	);

	it.each([
		[48_000, 16_000],
		[44_100, 16_000],
		[8000, 16_000],
	])("from %i to %i Hz gives the samples of the whole signal at once", (from, to) => {
		// A tone that both ways of filtering pass: noise at the edge of the band would show their difference.
		const signal = Float32Array.from({ length: from / 2 }, (_, i) =>
			Math.sin((2 * Math.PI * 1234 * i) / from),
		);
		const whole = streamed(signal, { from, to }, [480]);
		expect(whole).toBeCloseToArray(resample(signal, { from, to }).subarray(0, whole.length), {
			rtol: 0,
			atol: 2e-5,
		});
	});

	it("hands on what already has the rate", () => {
		const chunk = noise(10);
		expect(createResampler({ from: 16_000, to: 16_000 }).push(chunk)).toBe(chunk);
	});

	it("refuses a rate that is none", () => {
		expect(() => createResampler({ from: 44_100.5, to: 16_000 })).toThrow(
			/positive integers in Hz, got 44100.5/,
		);
	});
});
