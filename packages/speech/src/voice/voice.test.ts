import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { formants } from "../formants/formants.ts";
import { intensity } from "../intensity/intensity.ts";
import { pitch } from "../pitch/pitch.ts";
import { glottalPulses } from "./glottal-pulses.ts";
import { harmonicity } from "./harmonicity.ts";
import { jitter } from "./jitter.ts";
import { shimmer } from "./shimmer.ts";

const sampleRate = 16000;

/** Harmonics of 150 Hz with some noise. */
function voice(gain = 1, offset = 0): Float32Array {
	const random = createRandom(3);
	return Float32Array.from({ length: sampleRate }, (_, i) => {
		let sum = 0;
		for (let h = 1; h <= 15; h++) sum += Math.cos((2 * Math.PI * 150 * h * i) / sampleRate) / h;
		return gain * (0.05 * sum + 0.003 * random.normal()) + offset;
	});
}

function measure(signal: Float32Array): Record<string, number> {
	const track = pitch(signal, { sampleRate });
	const pulses = glottalPulses(signal, track, sampleRate);
	const middle = track.frames >> 1;
	return {
		f0: track.f0[middle] as number,
		hnr: harmonicity(signal, { sampleRate }).hnr[middle] as number,
		f1: formants(signal, { sampleRate }).frequencies[5 * middle] as number,
		...jitter(pulses),
		...shimmer(signal, pulses, sampleRate),
	};
}

describe("pitch, pulses, jitter, shimmer, harmonicity and formants", () => {
	it("hear a voice of 150 Hz", () => {
		const values = measure(voice());
		expect(values.f0).toBeCloseTo(150, 0);
		expect(values.meanPeriod).toBeCloseTo(1 / 150, 5);
		expect(values.jitterLocal).toBeLessThan(0.01);
	});

	it.each([
		["gain", voice(0.25)],
		["polarity", voice(-1)],
	])("do not change with %s", (_, changed) => {
		const values = measure(voice());
		for (const [name, value] of Object.entries(measure(changed))) {
			expect(Math.abs(value / (values[name] as number) - 1), name).toBeLessThan(1e-3);
		}
	});

	it("pitch and harmonicity do not change with an offset", () => {
		const values = measure(voice());
		const moved = measure(voice(1, 0.1));
		expect(moved.f0).toBeCloseTo(values.f0 as number, 3);
		expect(moved.hnr).toBeCloseTo(values.hnr as number, 2);
	});

	it("give nothing, not an error, for silence and for no signal", () => {
		for (const length of [0, 1, 100, 8000]) {
			const signal = new Float32Array(length);
			const track = pitch(signal, { sampleRate });
			expect(track.f0.every(Number.isNaN)).toBe(true);
			const pulses = glottalPulses(signal, track, sampleRate);
			expect(pulses).toHaveLength(0);
			expect(jitter(pulses).jitterLocal).toBeNaN();
			expect(shimmer(signal, pulses, sampleRate).shimmerLocal).toBeNaN();
			expect(harmonicity(signal, { sampleRate }).hnr.every(Number.isNaN)).toBe(true);
			expect(harmonicity(signal, { sampleRate, method: "ac" }).hnr.every(Number.isNaN)).toBe(true);
			expect(formants(signal, { sampleRate }).frequencies.every(Number.isNaN)).toBe(true);
			expect(intensity(signal, { sampleRate }).decibels.every((level) => level === -300)).toBe(true);
		}
	});

	it("jitter by hand: periods of 10, 10 and 10.1 ms", () => {
		const { jitterAbsolute, meanPeriod, periods } = jitter(Float64Array.of(0, 0.01, 0.02, 0.0301));
		expect(periods).toBe(3);
		expect(meanPeriod).toBeCloseTo(0.0301 / 3, 9);
		expect(jitterAbsolute).toBeCloseTo(0.00005, 9);
	});

	it("intensity: twice the amplitude is 6.02 dB more", () => {
		const [a] = intensity(voice(), { sampleRate }).decibels;
		const [b] = intensity(voice(2), { sampleRate }).decibels;
		expect((b as number) - (a as number)).toBeCloseTo(20 * Math.log10(2), 4);
	});

	it("refuse impossible limits", () => {
		expect(() => pitch(voice(), { sampleRate, pitchFloor: 600, pitchCeiling: 75 })).toThrow(
			/pitch: 0 < pitchFloor/,
		);
		expect(() => formants(voice(), { sampleRate, ceiling: 9000 })).toThrow(/formants: ceiling must be in/);
		expect(() => harmonicity(voice(), { sampleRate, pitchFloor: 0 })).toThrow(/harmonicity: pitchFloor/);
		expect(() => intensity(voice(), { sampleRate, step: 0 })).toThrow(/intensity: pitchFloor and step/);
	});
});
