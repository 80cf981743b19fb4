import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { rms } from "../spectral/rms.ts";
import { babble } from "./babble.ts";

const sampleRate = 16000;
const make = (voices: number, seed = 1): Float32Array =>
	babble({ sampleRate, seconds: 4, voices, random: createRandom(seed) });
/** Deviation of the level over time, as a share of its mean. */
function unrest(signal: Float32Array): number {
	const levels = [...rms(signal, { frameLength: 1600, hopLength: 1600 })];
	const mean = levels.reduce((a, b) => a + b) / levels.length;
	return Math.sqrt(levels.reduce((sum, x) => sum + (x - mean) ** 2, 0) / levels.length) / mean;
}

describe("babble", () => {
	it("is the same for a seed, and other for another", () => {
		expect(make(4)).toEqual(make(4));
		expect(make(4, 2)).not.toEqual(make(4));
	});

	it("has the length asked for, and only finite samples", () => {
		const signal = make(6);
		expect(signal).toHaveLength(4 * sampleRate);
		expect(signal.every(Number.isFinite)).toBe(true);
	});

	it("swells and falls with the syllables of one voice, and evens out with many", () => {
		expect(unrest(make(1))).toBeGreaterThan(1.3 * unrest(make(16)));
	});

	it("refuses no voices and no time", () => {
		expect(() => make(0)).toThrow(/voices must be a whole number of at least 1, got 0/);
		const none = { sampleRate, seconds: 0, voices: 1, random: createRandom(1) };
		expect(() => babble(none)).toThrow(/seconds must be above 0, got 0/);
	});
});
