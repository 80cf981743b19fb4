import { describe, expect, it } from "vitest";
import { getFeatureSet } from "./registry.ts";

const sampleRate = 16000;

/** Bursts of a 200 Hz voice of twelve harmonics, 0.5 s each, 0.5 s apart: three in three seconds. */
function bursts(f0: (t: number) => number = () => 200): Float32Array {
	let phase = 0;
	return Float32Array.from({ length: 3 * sampleRate }, (_, i) => {
		const t = i / sampleRate;
		phase += (2 * Math.PI * f0(t)) / sampleRate;
		if (t % 1 < 0.25 || t % 1 >= 0.75) return 0;
		// Rise and fall within 20 ms, so that no click is heard.
		const edge = Math.min(1, ((t % 1) - 0.25) / 0.02, (0.75 - (t % 1)) / 0.02);
		let x = 0;
		for (let h = 1; h <= 12; h++) x += Math.cos(h * phase) / h;
		return 0.1 * edge * x;
	});
}

function valuesOf(id: string, signal: Float32Array): Record<string, number> {
	const set = getFeatureSet(id);
	const { data } = set.extract(signal);
	return Object.fromEntries(set.features.map(({ name }, i) => [name, data[i] as number]));
}

const semitonesAbove = (base: number, f: number): number => 12 * Math.log2(f / base);

describe("values a reader can work out", () => {
	it("gemaps88: pitch, stretches and level of three bursts of 200 Hz", () => {
		const signal = bursts();
		const values = valuesOf("gemaps88@1", signal);
		expect(values.f0_mean).toBeCloseTo(semitonesAbove(27.5, 200), 2);
		expect(values.f0_range20to80).toBeCloseTo(0, 2);
		expect(values.voicedStretchesPerSecond).toBeCloseTo(1, 6);
		expect(values.voicedStretchMean).toBeGreaterThan(0.45);
		expect(values.voicedStretchMean).toBeLessThan(0.53);
		// Three voiced stretches and four unvoiced ones fill three seconds.
		expect(3 * (values.voicedStretchMean ?? 0) + 4 * (values.unvoicedStretchMean ?? 0)).toBeCloseTo(3, 1);
		expect(values.jitter_mean).toBeLessThan(0.002);
		const power = signal.reduce((sum, x) => sum + x * x, 0) / signal.length;
		expect(values.equivalentSoundLevel).toBeCloseTo(10 * Math.log10(power), 4);
		// Amplitudes 1 and 1/2.
		expect(Math.abs((values.h1H2_mean ?? 0) - 20 * Math.log10(2))).toBeLessThan(0.75);
	});

	it("prosody: a glide of six semitones a second, and a level that is the same in every burst", () => {
		const values = valuesOf(
			"prosody@1",
			bursts((t) => 150 * 2 ** (t / 2)),
		);
		expect(values.pitch_slope).toBeCloseTo(6, 1);
		expect(values.pitch_absoluteSlope).toBeCloseTo(6, 0);
		expect(values.pitch_risingShare).toBeGreaterThan(0.95);
		// From 0.25 s to 2.75 s it rises by 15 semitones.
		expect(values.pitch_range).toBeGreaterThan(11);
		expect(values.pitch_range).toBeLessThan(15.1);
		expect(values.pitch_median).toBeCloseTo(semitonesAbove(100, 150) + 6 * 1.5, 0);
		expect(Math.abs(values.intensity_slope ?? Number.NaN)).toBeLessThan(1);
	});

	it("temporal: three syllables, two pauses of half a second", () => {
		const values = valuesOf("temporal@1", bursts());
		expect(values.duration).toBe(3);
		expect(values.syllableCount).toBe(3);
		expect(values.pauseCount).toBe(2);
		// The window of 85 ms makes sounds longer and pauses shorter by some hundredths.
		expect(Math.abs((values.pauseMean ?? 0) - 0.5)).toBeLessThan(0.08);
		expect(values.pauseLongest).toBeCloseTo(values.pauseMean as number, 1);
		expect(Math.abs((values.speechDuration ?? 0) - 2.5)).toBeLessThan(0.1);
		expect(values.speechRate).toBeCloseTo(3 / (values.speechDuration as number), 5);
		expect(values.articulationRate).toBeCloseTo(3 / (values.phonationTime as number), 5);
		// Three voiced stretches of one length: a metronome.
		expect(values.voicedNpvi).toBeLessThan(5);
	});

	it("voice: a machine's voice has hardly any jitter and shimmer, many harmonics, and H1–H2 of 6 dB", () => {
		const values = valuesOf("voice@1", bursts());
		expect(values.jitterLocal).toBeLessThan(0.002);
		expect(values.shimmerLocal).toBeLessThan(0.05);
		expect(values.hnr_median).toBeGreaterThan(30);
		expect(values.cpp_median).toBeGreaterThan(10);
		// The strongest bin stands for a harmonic: up to 0.7 dB of each.
		expect(Math.abs((values.h1H2_median ?? 0) - 20 * Math.log10(2))).toBeLessThan(0.75);
	});
});
