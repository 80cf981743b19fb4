import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { resonances, resonating } from "../testing/resonating.ts";
import { harmonicity } from "../voice/harmonicity.ts";
import { formants } from "./formants.ts";

const sampleRate = 16000;
/** Twice the ceiling: what is made at this rate is not resampled, and five resonances are all there is. */
const formantRate = 11000;
const median = (values: readonly number[]): number =>
	values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe("formants of five known resonances", () => {
	const tracks = formants(resonating(formantRate), {
		sampleRate: formantRate,
		windowDuration: 0.05,
		// Nothing is to be raised: the source is white.
		preEmphasisFrom: 5500,
	});
	const medianOf = (from: Float64Array, n: number): number =>
		median(Array.from({ length: tracks.frames }, (_, t) => from[t * tracks.count + n] as number));

	it.each(resonances.map(([frequency, bandwidth], n) => [n + 1, frequency, bandwidth] as const))(
		"formant %i is %i Hz within 2 %, %i Hz wide within a half",
		(n, frequency, bandwidth) => {
			expect(Math.abs(medianOf(tracks.frequencies, n - 1) / frequency - 1)).toBeLessThan(0.02);
			// Noise excites a frame of 50 ms unevenly: single bandwidths scatter, their median less.
			expect(Math.abs(medianOf(tracks.bandwidths, n - 1) / bandwidth - 1)).toBeLessThan(0.5);
		},
	);
});

describe("harmonicity of a periodic sound in noise", () => {
	it.each(["cc", "ac"] as const)("%s: the ratio of their powers, 10 and 20 dB", (method) => {
		for (const ratio of [10, 20]) {
			const random = createRandom(ratio);
			const noise = Math.sqrt(0.5 / 10 ** (ratio / 10));
			const signal = Float32Array.from(
				{ length: 2 * sampleRate },
				(_, i) => 0.2 * (Math.sin((2 * Math.PI * 160 * i) / sampleRate) + noise * random.normal()),
			);
			const found = median([...harmonicity(signal, { sampleRate, method }).hnr]);
			// The strongest peak is a little higher than the true one for noise in short windows.
			expect(Math.abs(found - ratio)).toBeLessThan(1);
		}
	});
});
