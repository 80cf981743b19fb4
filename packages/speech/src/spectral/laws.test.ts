import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { pyin } from "../librosa-pitch/pyin.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { chroma } from "./chroma.ts";
import { classic180 } from "./classic180.ts";
import { meanLogSpectrum } from "./mean-log-spectrum.ts";
import { melSpectrogram } from "./mel-spectrogram.ts";
import { mfcc } from "./mfcc.ts";
import { modulationSpectrum } from "./modulation-spectrum.ts";
import { normalizeCepstra } from "./normalize-cepstra.ts";
import { rms } from "./rms.ts";
import { spectralContrast } from "./spectral-contrast.ts";
import { spectralMoments } from "./spectral-moments.ts";
import { tonnetz } from "./tonnetz.ts";
import { zeroCrossingRate } from "./zero-crossing-rate.ts";

const sampleRate = 16000;
const options = { sampleRate };
const random = createRandom(11);
const sound = Float32Array.from(
	{ length: 12_000 },
	(_, i) => 0.2 * Math.sin((2 * Math.PI * 220 * i) / sampleRate) + 0.01 * random.normal(),
);
const times = (gain: number) => sound.map((x) => gain * x);

describe("spectral laws", () => {
	it("turning the signal upside down changes nothing in the spectrum", () => {
		expect(mfcc(times(-1), options).data).toEqual(mfcc(sound, options).data);
		expect(chroma(times(-1), options).data).toEqual(chroma(sound, options).data);
		expect(yin(times(-1), options)).toEqual(yin(sound, options));
	});

	it("twice the amplitude is four times the power, twice the RMS, the same shape", () => {
		expect(melSpectrogram(times(2), options).data).toEqual(
			melSpectrogram(sound, options).data.map((x) => 4 * x),
		);
		expect(rms(times(2))).toEqual(rms(sound).map((x) => 2 * x));
		const tolerance = { rtol: 1e-12, atol: 0 };
		expect(spectralMoments(times(2), options).centroid).toBeCloseToArray(
			spectralMoments(sound, options).centroid,
			tolerance,
		);
		expect(zeroCrossingRate(times(2))).toEqual(zeroCrossingRate(sound));
	});

	it.each([
		["digital silence", new Float32Array(8000)],
		["no sample", new Float32Array(0)],
		["one sample", Float32Array.of(0.5)],
	])("%s never crashes", (_, signal) => {
		expect(mfcc(signal, options).data.every(Number.isFinite)).toBe(true);
		expect(chroma(signal, options).data.every(Number.isFinite)).toBe(true);
		expect(tonnetz(chroma(signal, options)).data.every(Number.isFinite)).toBe(true);
		expect(spectralContrast(signal, options).data.every(Number.isFinite)).toBe(true);
		expect(spectralMoments(signal, options).flatness.every(Number.isFinite)).toBe(true);
		expect(classic180(signal, options).every(Number.isFinite)).toBe(true);
		expect(meanLogSpectrum(signal, options).every(Number.isFinite)).toBe(true);
		expect(yin(signal, options).every(Number.isFinite)).toBe(true);
		expect(pyin(signal, options).voiced).not.toContain(true);
	});

	it("hears a tone swelling four times a second in the band of four", () => {
		const frameRate = 100;
		const data = Float64Array.from({ length: 400 }, (_, t) => Math.sin((2 * Math.PI * 5 * t) / frameRate));
		const bands = modulationSpectrum({ rows: 400, columns: 1, data }, { frameRate });
		expect(bands.data.indexOf(Math.max(...bands.data))).toBe(3);
	});

	it("normalised cepstra have mean 0 and deviation 1", () => {
		const { rows, data } = normalizeCepstra(mfcc(sound, { sampleRate, nMfcc: 1 }));
		const sum = data.reduce((a, b) => a + b, 0);
		expect(sum / rows).toBeCloseTo(0, 10);
		expect(data.reduce((a, b) => a + b * b, 0) / rows).toBeCloseTo(1, 10);
	});

	it("tonnetz of one pitch class lies on the three circles", () => {
		const data = new Float64Array(12);
		data[0] = 1;
		expect(tonnetz({ rows: 1, columns: 12, data }).data).toEqual(Float64Array.of(0, 1, 0, 1, 0, 0.5));
	});
});
