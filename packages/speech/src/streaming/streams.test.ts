import { createRandom } from "@undertone/core";
import { powerSpectrogram } from "@undertone/dsp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intensity } from "../intensity/intensity.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { pitch } from "../pitch/pitch.ts";
import { deltas } from "../spectral/deltas.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { rms } from "../spectral/rms.ts";
import { spectralMoments } from "../spectral/spectral-moments.ts";
import { spectralShape } from "../spectral/spectral-shape.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import { cepstralPeakProminence } from "../voice/cepstral-peak-prominence.ts";
import { harmonicity } from "../voice/harmonicity.ts";
import {
	createFeatureStream,
	notStreaming,
	type StreamFeature,
	streamFeatures,
} from "./create-feature-stream.ts";
import { createHarmonicityStream } from "./create-harmonicity-stream.ts";
import { createPitchStream } from "./create-pitch-stream.ts";

const sampleRate = 16000;
const random = createRandom(8);
let phase = 0;
/** A voice that glides and pauses, and a little noise. */
const signal = Float32Array.from({ length: 12_345 }, (_, i) => {
	const t = i / sampleRate;
	phase += (2 * Math.PI * (150 + 50 * Math.sin(5 * t))) / sampleRate;
	const voice = t % 0.4 < 0.28 ? Math.sin(phase) + 0.5 * Math.sin(2 * phase) : 0;
	return 0.2 * voice + 0.002 * random.normal();
});

interface Stream {
	push(chunk: Float32Array): ArrayLike<number>;
	finish(): ArrayLike<number>;
}

/** What a stream gives of the signal in chunks of these lengths, over and over. */
function inChunks(stream: Stream, lengths: readonly number[]): Float64Array {
	const values: number[] = [];
	let at = 0;
	for (let c = 0; at < signal.length; c++) {
		const next = at + Math.max(1, lengths[c % lengths.length] as number);
		values.push(...Array.from(stream.push(signal.subarray(at, next))));
		at = next;
	}
	values.push(...Array.from(stream.finish()));
	return Float64Array.from(values);
}

const dataOf = (
	feature: StreamFeature,
	options: { nFft?: number; hopLength?: number; framesAtOnce?: number },
) => {
	const stream = createFeatureStream(feature, { sampleRate, nMels: 20, nMfcc: 8, ...options });
	return { push: (chunk: Float32Array) => stream.push(chunk).data, finish: () => stream.finish().data };
};
const chunks = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 });

describe("streams", () => {
	it.each(streamFeatures.map((feature) => [feature] as const))(
		"%s: chunks of any size give what the whole gives",
		(feature) => {
			const frames = fc.constantFrom(
				{ nFft: 512, hopLength: 160 },
				{ nFft: 1024, hopLength: 1500, framesAtOnce: 3 },
				{ nFft: 2048, hopLength: 512, framesAtOnce: 8 },
			);
			fc.assert(
				fc.property(chunks, frames, (lengths, options) => {
					const whole = inChunks(dataOf(feature, options), [signal.length]);
					expect(inChunks(dataOf(feature, options), lengths)).toEqual(whole);
				}),
				{ numRuns: 6 },
			);
		},
	);

	it("give the numbers of the functions of whole signals", () => {
		const options = { nFft: 1024, hopLength: 256 };
		const of = (feature: StreamFeature) => inChunks(dataOf(feature, options), [999]);
		const frames = { frameLength: 1024, hopLength: 256 };
		expect(of("rms")).toEqual(rms(signal, frames));
		expect(of("zeroCrossingRate")).toEqual(zeroCrossingRate(signal, frames));
		expect(of("yin")).toEqual(yin(signal, { sampleRate, ...frames }));
		expect(of("flatness")).toEqual(spectralMoments(signal, { sampleRate, ...options }).flatness);
		const cepstra = mfcc(signal, { sampleRate, ...options, nMels: 20, nMfcc: 8, topDb: null });
		expect(of("mfcc")).toEqual(cepstra.data);
		expect(of("deltas")).toEqual(deltas(cepstra).data);
		expect(of("shape")).toEqual(spectralShape(powerSpectrogram(signal, options), sampleRate).data);
	});

	it("cepstral peak: that of the whole signal, half a step earlier", () => {
		const stream = createFeatureStream("cepstralPeak", { sampleRate, hopLength: 160 });
		const values = [...stream.push(signal).data, ...stream.finish().data];
		const later = cepstralPeakProminence(signal.subarray(80), { sampleRate });
		// Frame t of the one and t + 1 of the other lie on the same samples, wherever both have them all.
		expect(values.slice(10, 60)).toBeCloseToArray(later.subarray(9, 59), { rtol: 1e-12, atol: 1e-12 });
	});

	it("intensity: Praat's, where its frames lie on the same samples", () => {
		// 0.4 s and a sample, and a window of eight steps: Praat's frames are centred on multiples of 160 samples.
		const part = signal.subarray(0, 6401);
		const whole = intensity(part, { sampleRate, pitchFloor: 80 });
		const stream = createFeatureStream("intensity", { sampleRate, hopLength: 160, pitchFloor: 80 });
		const values = [...stream.push(part).data, ...stream.finish().data];
		const first = Math.round((whole.start - 0.5 / sampleRate) / whole.step);
		expect(values.slice(first, first + whole.frames)).toBeCloseToArray(whole.decibels, {
			rtol: 0,
			atol: 1e-9,
		});
	});

	it("pitch: chunks of any size give the same contour", () => {
		const whole = inChunks(createPitchStream({ sampleRate }), [signal.length]);
		fc.assert(
			fc.property(chunks, (lengths) => {
				expect(inChunks(createPitchStream({ sampleRate }), lengths)).toEqual(whole);
			}),
			{ numRuns: 6 },
		);
	});

	it("pitch: that of the whole signal, 0.2 s late", () => {
		const found = inChunks(createPitchStream({ sampleRate }), [160]);
		const { f0, start, step } = pitch(signal, { sampleRate });
		let both = 0;
		let apart = 0;
		for (let t = 0; t < f0.length; t++) {
			const a = f0[t] as number;
			const b = found[Math.round((start + t * step) / step)] as number;
			if (Number.isNaN(a) !== Number.isNaN(b)) apart++;
			if (Number.isNaN(a) || Number.isNaN(b)) continue;
			both++;
			// The frames of the two lie up to 5 ms apart, and the pitch glides by 250 Hz a second.
			expect(Math.abs(a - b)).toBeLessThan(2);
		}
		expect(both).toBeGreaterThan(40);
		expect(apart).toBeLessThan(4);
		const stream = createPitchStream({ sampleRate });
		// Frame t is decided on with frame t + 20, which needs two longest periods behind its centre.
		expect(stream.push(signal.subarray(0, 20 * 160 + 426)).length).toBe(0);
		expect(stream.push(signal.subarray(0, 1)).length).toBe(1);
	});

	it.each(["cc", "ac"] as const)("harmonicity (%s): chunks of any size give the same contour", (method) => {
		for (const options of [
			{ sampleRate, method },
			// Steps longer than all that a frame looks at.
			{ sampleRate, method, step: 0.2, pitchFloor: 150 },
		]) {
			const whole = inChunks(createHarmonicityStream(options), [signal.length]);
			expect(whole).toHaveLength(1 + Math.floor(signal.length / (sampleRate * (options.step ?? 0.01))));
			fc.assert(
				fc.property(chunks, (lengths) => {
					expect(inChunks(createHarmonicityStream(options), lengths)).toEqual(whole);
				}),
				{ numRuns: 6 },
			);
		}
	});

	it.each([
		["cc", 60],
		["ac", 80],
	] as const)("harmonicity (%s): the whole signal's numbers, where frames coincide", (method, pitchFloor) => {
		// A whole number of steps, and floors by which frames of the whole are centred on multiples of the step.
		const part = signal.subarray(0, 75 * 160);
		const { hnr, start, step } = harmonicity(part, { sampleRate, method, pitchFloor });
		const stream = createHarmonicityStream({ sampleRate, method, pitchFloor });
		const found = [...stream.push(part), ...stream.finish()];
		const first = Math.round(start / step);
		expect(start).toBeCloseTo(first * step, 9);
		// The last frames of the whole end where the signal does; in the stream zeros follow.
		const inner = hnr.length - 3;
		let defined = 0;
		let apart = 0;
		for (let t = 0; t < inner; t++) {
			const [a, b] = [hnr[t] as number, found[first + t] as number];
			if (Number.isNaN(a) !== Number.isNaN(b)) apart++;
			if (Number.isNaN(a) || Number.isNaN(b)) continue;
			expect(b).toBe(a);
			defined++;
		}
		expect(defined).toBeGreaterThan(40);
		expect(apart).toBeLessThanOrEqual(1);
	});

	it("harmonicity: silence is heard as such after a loud sound, and is voiced before it", () => {
		const quiet = (i: number): number => 0.01 * Math.sin((2 * Math.PI * 200 * i) / sampleRate);
		const loud = (i: number): number => 50 * quiet(i);
		const sound = Float32Array.from({ length: 3 * 8000 }, (_, i) =>
			(i >= 8000 && i < 16_000 ? loud : quiet)(i),
		);
		const stream = createHarmonicityStream({ sampleRate });
		const found = [...stream.push(sound), ...stream.finish()];
		expect(found[25]).toBeGreaterThan(40);
		expect(found[75]).toBeGreaterThan(40);
		expect(found[125]).toBeNaN();
		const nothing = createHarmonicityStream({ sampleRate });
		expect([...nothing.push(new Float32Array(4000)), ...nothing.finish()].every(Number.isNaN)).toBe(true);
	});

	it("refuse impossible options", () => {
		expect(() => createHarmonicityStream({ sampleRate, pitchFloor: 3000 })).toThrow(
			/createHarmonicityStream: pitchFloor must be in \(0, sampleRate \/ 8\] = \(0, 2000\] Hz, got 3000/,
		);
		for (const create of [createPitchStream, createHarmonicityStream]) {
			expect(() => create({ sampleRate, step: 0.01003 })).toThrow(/step must be a whole number of samples/);
		}
	});

	it("refuse what does not stream, which has a reason", () => {
		expect(() => createFeatureStream("pyin" as StreamFeature, { sampleRate })).toThrow(
			/no streaming feature "pyin", expected one of mel, logMel/,
		);
		expect(notStreaming.pyin).toMatch(/whole clip/);
	});
});
