import { describe, expect, it } from "vitest";
import { changeTempo } from "./change-tempo.ts";
import { power } from "./power.ts";
import { decibels, frequencyOf, noise, sampleRate, sine } from "./testing/signals.ts";

describe("changeTempo", () => {
	it.each([0.8, 0.9, 1.1, 1.25])("changes the duration by 1 / %d and keeps the pitch of a tone", (rate) => {
		const tone = sine(200, 0.3, 2);
		const out = changeTempo(tone, { rate });
		expect(out).toHaveLength(Math.round(tone.length / rate));
		expect(Math.abs(frequencyOf(out) / 200 - 1)).toBeLessThan(0.002);
		expect(Math.abs(decibels(power(out.subarray(1600, -1600)) / power(tone)))).toBeLessThan(0.2);
	});

	it("moves events to their new time", () => {
		const signal = new Float32Array(32_000);
		signal.set(sine(300, 0.5, 0.2), 16_000);
		const out = changeTempo(signal, { rate: 1.25 });
		const onset = out.findIndex((x) => Math.abs(x) > 0.25);
		expect(Math.abs(onset / sampleRate - 0.8)).toBeLessThan(0.03);
	});

	it("returns the same at rate 1, and refuses what no speaker does", () => {
		const signal = noise(5000);
		expect(changeTempo(signal, { rate: 1 })).toEqual(signal);
		expect(() => changeTempo(signal, { rate: 3 })).toThrow(
			new RangeError("changeTempo: rate must be in [0.5, 2], got 3."),
		);
	});

	it("takes silence and clips shorter than a frame", () => {
		expect(changeTempo(new Float32Array(16_000), { rate: 1.1 }).every((x) => x === 0)).toBe(true);
		expect(changeTempo(noise(100), { rate: 0.8 })).toHaveLength(125);
	});
});
