import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { mean } from "../functionals/contour-statistics.ts";
import { cepstralPeakProminence } from "./cepstral-peak-prominence.ts";

const sampleRate = 16000;

/** Pulses at 125 Hz in noise. */
function pulses(noise: number, gain = 1): Float32Array {
	const random = createRandom(2);
	return Float32Array.from(
		{ length: sampleRate },
		(_, i) => gain * ((i % 128 === 0 ? 0.9 : 0) + noise * random.normal()),
	);
}

describe("cepstralPeakProminence", () => {
	it("falls as noise rises", () => {
		const levels = [0.005, 0.05, 0.2].map((noise) =>
			mean(cepstralPeakProminence(pulses(noise), { sampleRate })),
		);
		expect(levels[0]).toBeGreaterThan((levels[1] as number) + 3);
		expect(levels[1]).toBeGreaterThan((levels[2] as number) + 3);
	});

	it("does not change with gain or polarity", () => {
		const expected = cepstralPeakProminence(pulses(0.02), { sampleRate });
		for (const gain of [0.5, -1]) {
			const actual = cepstralPeakProminence(pulses(0.02, gain), { sampleRate });
			expect(actual).toBeCloseToArray(expected, { rtol: 1e-6, atol: 1e-6 });
		}
	});

	it("is NaN in silence, and nothing for no signal", () => {
		expect(cepstralPeakProminence(new Float32Array(1600), { sampleRate }).every(Number.isNaN)).toBe(true);
		expect(cepstralPeakProminence(new Float32Array(0), { sampleRate })).toHaveLength(0);
	});

	it("refuses a floor above its ceiling", () => {
		expect(() =>
			cepstralPeakProminence(pulses(0), { sampleRate, pitchFloor: 400, pitchCeiling: 100 }),
		).toThrow(/cepstralPeakProminence: 0 < pitchFloor/);
	});
});
