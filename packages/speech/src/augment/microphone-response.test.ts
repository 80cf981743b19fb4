import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { microphoneResponse } from "./microphone-response.ts";
import { decibels, noise, powerAt, sine } from "./testing/signals.ts";

describe("microphoneResponse", () => {
	it("has no effect without deviation", () => {
		const signal = noise(4000);
		const out = microphoneResponse(signal, { random: createRandom(1), deviationDb: 0 });
		expect(out).toBeCloseToArray(signal, { rtol: 0, atol: 1e-6 });
	});

	it("changes octaves by what was drawn, with a mean of 0 dB", () => {
		const octaves = [125, 250, 500, 1000, 2000, 4000];
		const change = (frequency: number): number => {
			const tone = sine(frequency);
			const out = microphoneResponse(tone, { random: createRandom(9), deviationDb: 3 });
			return decibels(powerAt(out, frequency) / powerAt(tone, frequency));
		};
		// The same draws, made by hand after the definition.
		const random = createRandom(9);
		const drawn = Array.from({ length: 8 }, () => 3 * Math.max(-2, Math.min(2, random.normal())));
		const mean = drawn.reduce((sum, x) => sum + x, 0) / 8;
		// The filter's 32 ms smooth the corners of the lowest octaves.
		for (const [i, frequency] of octaves.entries()) {
			expect(Math.abs(change(frequency) - (drawn[i + 1]! - mean))).toBeLessThan(frequency < 400 ? 1.5 : 0.5);
		}
	});

	it("keeps clicks at their time", () => {
		const click = new Float32Array(4000);
		click[2000] = 1;
		const out = microphoneResponse(click, { random: createRandom(3) });
		expect(out.reduce((best, x, i) => (x > (out[best] as number) ? i : best), 0)).toBe(2000);
	});
});
