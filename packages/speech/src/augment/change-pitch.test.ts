import { describe, expect, it } from "vitest";
import { changePitch } from "./change-pitch.ts";
import { frequencyOf, noise, sine } from "./testing/signals.ts";

describe("changePitch", () => {
	it.each([-4, -1, 1, 3])("moves a tone by %i semitones and keeps its length", (semitones) => {
		const tone = sine(220, 0.3, 2);
		const out = changePitch(tone, { semitones });
		expect(out).toHaveLength(tone.length);
		const cents = 1200 * Math.log2(frequencyOf(out) / 220) - 100 * semitones;
		expect(Math.abs(cents)).toBeLessThan(10);
	});

	it("refuses more than an octave", () => {
		expect(() => changePitch(noise(10), { semitones: 13 })).toThrow(
			new RangeError("changePitch: semitones must be in [-12, 12], got 13."),
		);
	});
});
