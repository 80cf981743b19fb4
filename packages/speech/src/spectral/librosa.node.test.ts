import { describe, expect, it } from "vitest";
import { pyin } from "../librosa-pitch/pyin.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { framesOf, librosaReferences } from "../testing/reference.node.ts";
import { chroma } from "./chroma.ts";
import { classic180 } from "./classic180.ts";
import { melSpectrogram } from "./mel-spectrogram.ts";
import { mfcc } from "./mfcc.ts";
import { rms } from "./rms.ts";
import { spectralContrast } from "./spectral-contrast.ts";
import { spectralMoments } from "./spectral-moments.ts";
import { estimateTuning } from "./tuning.ts";
import { zeroCrossingRate } from "./zero-crossing-rate.ts";

const numbers = (values: unknown): number[] =>
	(values as (number | null)[]).map((value) => value ?? Number.NaN);

/**
 * The spectrum of a single impulse is flat, and the normalised difference function of a frame that holds nothing
 * else is 1 everywhere: rounding alone decides which bin is a peak and which period a trough, there and here.
 */
const undecided = (name: string): boolean => name === "impulse";

const references = [...librosaReferences(16000), ...librosaReferences(22050)];

describe.each(references)("$name at $sampleRate Hz, as librosa", ({ name, signal, sampleRate, features }) => {
	const options = { sampleRate };

	it("40 MFCC", () => {
		// librosa computes in single precision: its floor is 7e-5.
		expect(mfcc(signal, { sampleRate, nMfcc: 40 }).data).toBeCloseToArray(framesOf(features.mfcc40).flat(), {
			rtol: 1e-4,
			atol: 1e-3,
		});
	});

	it.skipIf(features.mel128_power === undefined)("power in 128 mel bands", () => {
		const expected = framesOf(features.mel128_power).flat();
		// Single precision errs by 1e-7 of the strongest band, which weak ones do not have.
		const atol = 1e-9 * Math.max(1, ...expected);
		expect(melSpectrogram(signal, options).data).toBeCloseToArray(expected, { rtol: 1e-4, atol });
	});

	it.skipIf(undecided(name))("tuning and chroma", () => {
		expect(estimateTuning(signal, options)).toBeCloseTo(features.chroma_stft_tuning as number, 6);
		expect(chroma(signal, options).data).toBeCloseToArray(framesOf(features.chroma_stft).flat(), {
			rtol: 1e-4,
			atol: 1e-5,
		});
	});

	it("centroid, bandwidth, roll-off, flatness", () => {
		const { centroid, bandwidth, rolloff, flatness } = spectralMoments(signal, options);
		expect(centroid).toBeCloseToArray(numbers(features.spectral_centroid), { rtol: 1e-4, atol: 1e-3 });
		expect(bandwidth).toBeCloseToArray(numbers(features.spectral_bandwidth), { rtol: 1e-4, atol: 1e-3 });
		expect(rolloff).toBeCloseToArray(numbers(features.spectral_rolloff85), { rtol: 1e-4, atol: 1e-3 });
		expect(flatness).toBeCloseToArray(numbers(features.spectral_flatness), { rtol: 1e-4, atol: 1e-7 });
	});

	it("contrast", () => {
		expect(spectralContrast(signal, options).data).toBeCloseToArray(
			framesOf(features.spectral_contrast).flat(),
			{ rtol: 1e-4, atol: 1e-3 },
		);
	});

	it("zero crossings and RMS", () => {
		expect(zeroCrossingRate(signal)).toBeCloseToArray(numbers(features.zero_crossing_rate), {
			rtol: 1e-6,
			atol: 1e-9,
		});
		expect(rms(signal)).toBeCloseToArray(numbers(features.rms), { rtol: 1e-5, atol: 1e-9 });
	});

	it.skipIf(undecided(name))("YIN", () => {
		expect(yin(signal, options)).toBeCloseToArray(numbers(features.yin_f0), { rtol: 1e-4, atol: 1e-3 });
	});

	it.skipIf(undecided(name))("probabilistic YIN", () => {
		const track = pyin(signal, options);
		expect(track.voiced.map(Number)).toEqual(features.pyin_voiced_flag);
		expect(track.f0).toBeCloseToArray(numbers(features.pyin_f0), { rtol: 1e-4, atol: 1e-3 });
		expect(track.voicedProbability).toBeCloseToArray(numbers(features.pyin_voiced_prob), {
			rtol: 1e-4,
			atol: 1e-5,
		});
	});

	it.skipIf(undecided(name))("the 180 means", () => {
		expect(classic180(signal, options)).toBeCloseToArray(numbers(features.classic180_mean), {
			rtol: 1e-4,
			atol: 1e-3,
		});
	});
});
