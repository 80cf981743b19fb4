import { describe, expect, it } from "vitest";
import { intensity } from "../intensity/intensity.ts";
import { pitch } from "../pitch/pitch.ts";
import { npvi } from "./npvi.ts";
import { pauses } from "./pauses.ts";
import { syllableNuclei } from "./syllable-nuclei.ts";

const sampleRate = 16000;

/** Five syllables of 150 Hz, 0.2 s apart; a pause of 0.6 s after the third. */
function fiveSyllables(): { signal: Float32Array; times: number[] } {
	const times = [0.3, 0.5, 0.7, 1.5, 1.7];
	const signal = Float32Array.from({ length: 2 * sampleRate }, (_, i) => {
		const t = i / sampleRate;
		let voice = 0;
		for (let h = 1; h < 12; h++) voice += Math.sin(2 * Math.PI * 150 * h * t) / h;
		const level = times.reduce((sum, time) => sum + Math.exp(-(((t - time) / 0.04) ** 2)), 0);
		return 0.2 * level * voice;
	});
	return { signal, times };
}

describe("syllables, pauses and rhythm", () => {
	const { signal, times } = fiveSyllables();
	const level = intensity(signal, { sampleRate, pitchFloor: 100 });

	it("finds each syllable's nucleus within 20 ms", () => {
		const nuclei = syllableNuclei(level, pitch(signal, { sampleRate }));
		expect(nuclei).toBeCloseToArray(times, { rtol: 0, atol: 0.02 });
	});

	it("finds the pause, and none between syllables", () => {
		const parts = pauses(level, signal.length / sampleRate);
		expect(parts.pauses).toHaveLength(1);
		expect(parts.speech).toHaveLength(2);
		expect(parts.pauses[0]?.start).toBeGreaterThan(0.7);
		expect(parts.pauses[0]?.end).toBeLessThan(1.5);
	});

	it("finds nothing in silence", () => {
		const silent = new Float32Array(sampleRate);
		const contour = intensity(silent, { sampleRate });
		expect(syllableNuclei(contour, pitch(silent, { sampleRate }))).toHaveLength(0);
		expect(pauses(contour, 1)).toEqual({ speech: [], pauses: [] });
	});

	it("nPVI by hand", () => {
		expect(npvi([2, 2, 2])).toBe(0);
		expect(npvi([1, 3])).toBe(100);
		expect(npvi([1])).toBeNaN();
	});
});
