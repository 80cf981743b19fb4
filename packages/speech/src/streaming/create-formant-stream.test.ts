import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FormantOptions, formants } from "../formants/formants.ts";
import { resonating } from "../testing/resonating.ts";
import { createFormantStream, type FormantStreamOptions } from "./create-formant-stream.ts";

/** What a stream gives of a signal in chunks of these lengths, over and over. */
function inChunks(signal: Float32Array, options: FormantStreamOptions, lengths: readonly number[]) {
	const stream = createFormantStream(options);
	const all = { frequencies: [] as number[], bandwidths: [] as number[] };
	const take = (rows: ReturnType<typeof stream.finish>): void => {
		all.frequencies.push(...rows.frequencies);
		all.bandwidths.push(...rows.bandwidths);
	};
	let at = 0;
	for (let c = 0; at < signal.length; c++) {
		const next = at + (lengths[c % lengths.length] as number);
		take(stream.push(signal.subarray(at, next)));
		at = next;
	}
	take(stream.finish());
	return all;
}

/**
 * Formants of the whole signal and of its stream, frame by frame, where frames lie on the same times: the window is such
 * that, in a whole number of steps, Praat's frames are centred on multiples of the step.
 */
function bothOf(signal: Float32Array, options: FormantOptions) {
	const given = { ...options, windowDuration: 0.0275 };
	const whole = formants(signal, given);
	const found = inChunks(signal, given, [signal.length]);
	const first = Math.round(whole.start / whole.step);
	expect(whole.start).toBeCloseTo(first * whole.step, 9);
	const [from, to] = [first * whole.count, (first + whole.frames) * whole.count];
	return {
		whole,
		frequencies: found.frequencies.slice(from, to),
		bandwidths: found.bandwidths.slice(from, to),
	};
}

const sampleRate = 16000;
const signal = resonating(sampleRate);

describe("the stream of formants", () => {
	it.each<FormantStreamOptions>([
		{ sampleRate },
		{ sampleRate, ceiling: 8000, count: 3 },
		// Steps that are no whole number of samples at 10,000 Hz, and longer than a window.
		{ sampleRate, ceiling: 5000, step: 1501 / sampleRate },
	])("of %o: chunks of any size give the same tracks", (options) => {
		const part = signal.subarray(0, 12_345);
		const whole = inChunks(part, options, [part.length]);
		expect(whole.frequencies).toHaveLength(
			(options.count ?? 5) * (1 + Math.floor(part.length / Math.round((options.step ?? 0.01) * sampleRate))),
		);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 }), (lengths) => {
				expect(inChunks(part, options, lengths)).toEqual(whole);
			}),
			{ numRuns: 6 },
		);
	});

	it("without resampling: the whole signal's numbers, where frames coincide", () => {
		const rate = 11_000;
		const { whole, frequencies, bandwidths } = bothOf(resonating(rate), { sampleRate: rate });
		// Roots are searched from those of the frame before, in another order of frames.
		expect(frequencies).toBeCloseToArray(whole.frequencies, { rtol: 1e-9, atol: 0 });
		expect(bandwidths).toBeCloseToArray(whole.bandwidths, { rtol: 1e-6, atol: 1e-6 });
	});

	it("resampled: the whole signal's within 1 % in 98 % of all values", () => {
		// Its filter has a transition of 110 Hz, the whole signal's none.
		const { whole, frequencies } = bothOf(signal, { sampleRate });
		const near = frequencies.filter((f, i) => Math.abs(f / (whole.frequencies[i] as number) - 1) < 0.01);
		expect(near.length).toBeGreaterThan(0.98 * frequencies.length);
	});

	it("comes 57 ms late, and hears nothing in silence", () => {
		const stream = createFormantStream({ sampleRate });
		// Half a window is 400 samples at 16,000 Hz, and half a filter 512.
		expect(stream.push(new Float32Array(900)).frames).toBe(0);
		const rows = stream.push(new Float32Array(40));
		expect(rows.frames).toBe(1);
		expect([...rows.frequencies, ...rows.bandwidths].every(Number.isNaN)).toBe(true);
	});

	it("refuses impossible options", () => {
		expect(() => createFormantStream({ sampleRate, ceiling: 9000 })).toThrow(
			/createFormantStream: ceiling must be in \(100, sampleRate \/ 2\] = \(100, 8000\] Hz .* got 9000 Hz/,
		);
		expect(() => createFormantStream({ sampleRate, ceiling: 5501 })).toThrow(/a multiple of 50 Hz/);
		expect(() => createFormantStream({ sampleRate, step: 0.01003 })).toThrow(
			/createFormantStream: step must be a whole number of samples/,
		);
	});
});
