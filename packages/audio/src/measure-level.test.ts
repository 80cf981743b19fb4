import { describe, expect, it } from "vitest";
import { countClipped } from "./count-clipped.ts";
import { decodeAudio } from "./decode-audio.ts";
import { decodeToMono } from "./decode-to-mono.ts";
import { encodeWav } from "./encode-wav.ts";
import { estimateBandwidth } from "./estimate-bandwidth.ts";
import { measureLevel } from "./measure-level.ts";
import { readFixture } from "./testing/read-fixture.node.ts";

const sampleRate = 16_000;
const sine = (frequency: number, amplitude: number, seconds = 1): Float32Array =>
	Float32Array.from(
		{ length: seconds * sampleRate },
		(_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate),
	);

describe("measureLevel", () => {
	it("says that a full-scale sine has a peak of 0 dB and a level of −3.01 dB, and is not clipped", () => {
		const level = measureLevel(sine(100, 1), { sampleRate });
		expect(level.peakDb).toBeCloseTo(0, 4);
		expect(level.rmsDb).toBeCloseTo(-3.0103, 3);
		expect(level.clippedSamples).toBe(0);
		expect(level.silenceShare).toBe(0);
	});

	it("measures half the amplitude as 6.02 dB less", () => {
		const [loud, quiet] = [0.8, 0.4].map((a) => measureLevel(sine(300, a), { sampleRate }));
		expect(loud!.rmsDb - quiet!.rmsDb).toBeCloseTo(6.0206, 4);
		expect(loud!.peakDb - quiet!.peakDb).toBeCloseTo(6.0206, 4);
	});

	it("calls digital silence silent, without a number that is none", () => {
		const level = measureLevel(new Float32Array(sampleRate), { sampleRate });
		expect(level).toEqual({
			peakDb: Number.NEGATIVE_INFINITY,
			rmsDb: Number.NEGATIVE_INFINITY,
			clippedSamples: 0,
			clippedShare: 0,
			silenceShare: 1,
			noiseFloorDb: Number.NEGATIVE_INFINITY,
			offset: 0,
			bandwidth: 0,
		});
	});

	it("finds the pauses and the noise in them", () => {
		// One second of tone, one of noise at −70 dB.
		let state = 1;
		const noise = Float32Array.from({ length: sampleRate }, () => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return (state / 2 ** 31 - 1) * Math.sqrt(3) * 10 ** (-70 / 20);
		});
		const level = measureLevel(Float32Array.of(...sine(500, 0.3), ...noise), { sampleRate });
		expect(level.silenceShare).toBeCloseTo(0.5, 2);
		expect(level.noiseFloorDb).toBeGreaterThan(-71);
		expect(level.noiseFloorDb).toBeLessThan(-69);
	});

	it("sees a constant offset", () => {
		expect(measureLevel(sine(200, 0.1).map((x) => x + 0.2)).offset).toBeCloseTo(0.2, 6);
	});

	it("refuses nothing at all", () => {
		expect(() => measureLevel(new Float32Array(0))).toThrow(
			new RangeError("measureLevel: the signal must hold at least one sample, got none."),
		);
	});
});

describe("countClipped", () => {
	it.each([
		[[0.5, 1, 1, 1, 1, 0.5], 4],
		[[0.5, 1, 1, 0.5, -1, -1], 0],
		[[-1, -1, -1], 3],
		[[1, 1, -1, -1], 0],
		// The end of µ-law's range, and samples near it that move.
		[[0.9804, 0.9804, 0.9804], 3],
		[[0.981, 0.985, 0.99], 0],
	])("counts in %j %i samples", (samples, expected) => {
		expect(countClipped(Float32Array.from(samples))).toBe(expected);
	});

	it("counts of an overdriven sine the share that trigonometry gives", () => {
		// |2 sin| > 1 for two thirds of the time.
		const clipped = sine(50, 2).map((x) => Math.max(-1, Math.min(32767 / 32768, x)));
		expect(countClipped(clipped) / clipped.length).toBeCloseTo(2 / 3, 2);
	});
});

describe("estimateBandwidth", () => {
	it("finds 4 kHz in telephone speech, whatever rate it was resampled to", async () => {
		for (const name of ["speech-fixture-telephone-alaw.wav", "speech-fixture-telephone-mulaw.wav"]) {
			const { signal } = await decodeToMono(await readFixture(name));
			const bandwidth = estimateBandwidth(signal, { sampleRate: 16_000 });
			expect(bandwidth).toBeGreaterThan(3000);
			expect(bandwidth).toBeLessThan(4200);
		}
	});

	it("finds the whole band in a full recording", async () => {
		const clip = await decodeAudio(await readFixture("speech-fixture.wav"));
		const bandwidth = estimateBandwidth(clip.channels[0] as Float32Array, { sampleRate: 16_000 });
		expect(bandwidth).toBeGreaterThan(7000);
	});

	it("finds a tone's frequency, and nothing in silence or in too little", () => {
		// Within two bins of the smoothing and one of the window.
		expect(Math.abs(estimateBandwidth(sine(1000, 0.5), { sampleRate }) - 1000)).toBeLessThan(125);
		expect(estimateBandwidth(new Float32Array(sampleRate), { sampleRate })).toBe(0);
		expect(estimateBandwidth(sine(1000, 0.5).subarray(0, 100), { sampleRate })).toBe(0);
	});
});

describe("decodeToMono", () => {
	it("mixes six channels at 8 kHz to one at 16 kHz, and says what they were", async () => {
		const { signal, source } = await decodeToMono(await readFixture("speech-fixture-6-channels.wav"));
		expect(signal).toHaveLength(6400);
		expect(source).toMatchObject({ sampleRate: 8000, channels: 6, duration: 0.4 });
		expect(source.format).toEqual({ container: "wav", codec: "pcm_s24", bitsPerSample: 24 });
		expect(source.level.bandwidth).toBeLessThanOrEqual(4000);
	});

	it("sees clipping of one channel that the mix would hide", async () => {
		const clipped = sine(50, 2).map((x) => Math.max(-1, Math.min(1, x)));
		const file = encodeWav([clipped, new Float32Array(clipped.length)], sampleRate);
		const { signal, source } = await decodeToMono(file);
		expect(countClipped(signal)).toBe(0);
		expect(source.level.clippedShare).toBeCloseTo(2 / 3, 2);
	});

	it("decodes a fifth of a second", async () => {
		const { signal, source } = await decodeToMono(encodeWav(sine(440, 0.5, 0.2), sampleRate));
		expect(signal).toHaveLength(3200);
		expect(source.duration).toBe(0.2);
	});
});
