import { describe, expect, it } from "vitest";
import { power } from "./power.ts";
import { telephoneBand } from "./telephone-band.ts";
import { decibels, noise, powerAt, sine } from "./testing/signals.ts";

describe("telephoneBand", () => {
	it.each([
		[60, -30, Number.NEGATIVE_INFINITY],
		[150, -12, Number.NEGATIVE_INFINITY],
		[500, 0.5, -0.5],
		[1000, 0.5, -0.5],
		[3000, 0.5, -0.5],
		[4500, -60, Number.NEGATIVE_INFINITY],
		[6000, -60, Number.NEGATIVE_INFINITY],
	])("passes %i Hz with a gain of at most %d and at least %d dB", (frequency, most, least) => {
		const before = sine(frequency);
		const ratio = decibels(powerAt(telephoneBand(before), frequency) / powerAt(before, frequency));
		expect(ratio).toBeLessThanOrEqual(most);
		expect(ratio).toBeGreaterThanOrEqual(least);
	});

	it("adds the noise of eight logarithmic bits: about 38 dB below a loud tone", () => {
		const tone = sine(1000, 0.5);
		const difference = telephoneBand(tone)
			.map((x, i) => x - (tone[i] as number))
			.subarray(2000, 14_000);
		const ratio = decibels(power(tone) / power(difference));
		// G.712 asks for 33 dB; the theory of µ-law gives 38.
		expect(ratio).toBeGreaterThan(33);
		expect(ratio).toBeLessThan(42);
	});

	it("keeps length and time", () => {
		const click = new Float32Array(4001);
		click[2000] = 0.9;
		const heard = telephoneBand(click);
		expect(heard).toHaveLength(4001);
		expect(heard.reduce((best, x, i) => (x > (heard[best] as number) ? i : best), 0)).toBe(2000);
	});

	it("refuses a rate that 8 kHz does not divide", () => {
		expect(() => telephoneBand(noise(10), { sampleRate: 22_050 })).toThrow(
			new RangeError("telephoneBand: sampleRate must be a multiple of 8000 Hz, got 22050. Resample first."),
		);
	});
});
