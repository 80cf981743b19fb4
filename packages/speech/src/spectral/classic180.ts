import type { Matrix } from "@undertone/core";
import { dct, forEachPower, frameCount, powerPlan, powerToDb } from "@undertone/dsp";
import { columnMeans } from "../functionals/column-means.ts";
import { chromaFilterbank, scaleToMaximum } from "./chroma.ts";
import { cachedMelFilterbank } from "./mel-spectrogram.ts";
import type { SpectralOptions } from "./spectral-options.ts";
import { createTuningEstimator } from "./tuning.ts";

const nMels = 128;
const nMfcc = 40;
const nChroma = 12;
/** Frames of 8 kB each that are kept as they are; of more, up to the second number, with single precision (80 MB). */
const [longestExact, longestKept] = [1024, 20_000] as const;

/** What frames need of the whole clip. */
interface WholeClip {
	/** Level of the loudest mel band, dB. */
	readonly highest: number;
	/** Share of a semitone. */
	readonly tuning: number;
}

/**
 * The 180 numbers of many speech-emotion tutorials: means over time of 40 MFCC, of 12 chroma (of magnitudes, not
 * of power) and of the power in 128 mel bands, librosa's defaults.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns Shape `[180]`.
 */
export function classic180(signal: Float32Array, options: SpectralOptions): Float64Array {
	return Float64Array.from(classicFrames(signal, options).flatMap((part) => [...columnMeans(part)]));
}

/**
 * The frames whose means {@link classic180} takes.
 *
 * @param whole - Of the clip that the signal is a part of.
 * @returns MFCC, shape `[frames, 40]`; chroma, `[frames, 12]`; power in mel bands, `[frames, 128]`.
 */
export function classicFrames(
	signal: Float32Array,
	options: SpectralOptions,
	whole?: WholeClip,
): [mfcc: Matrix, chroma: Matrix, mel: Matrix] {
	const nFft = options.nFft ?? 2048;
	const bins = nFft / 2 + 1;
	const rows = frameCount(signal.length, options);
	const mel = new Float64Array(rows * nMels);
	const pitchClasses = new Float64Array(rows * nChroma);
	const { packed } = cachedMelFilterbank({ sampleRate: options.sampleRate, nFft, nMels });
	const tuning = createTuningEstimator(options.sampleRate, bins);
	const known = whole && chromaFilterbank(options.sampleRate, nFft, whole.tuning);
	// Chroma needs the tuning of the whole clip: the spectra of up to ten minutes are kept, of more made twice.
	const kept: (Float64Array | Float32Array)[] | null = rows <= longestKept ? [] : null;
	forEachPower(signal, options, ({ first, count, plan }) => {
		mel.set(plan.filter(packed, count), first * nMels);
		const power = plan.rows(count);
		toMagnitudes(power, count, plan.stride, bins);
		if (known !== undefined) {
			pitchClasses.set(plan.filter(known, count), first * nChroma);
			return;
		}
		for (let r = 0; r < count; r++) tuning.add(power, r * plan.stride);
		kept?.push(rows <= longestExact ? power.slice() : new Float32Array(power));
	});
	if (known === undefined) {
		const bank = chromaFilterbank(options.sampleRate, nFft, tuning.tuning());
		if (kept !== null) {
			const plan = powerPlan(nFft, options.winLength);
			let at = 0;
			for (const magnitudes of kept) {
				const count = magnitudes.length / plan.stride;
				plan.rows(count).set(magnitudes);
				pitchClasses.set(plan.filter(bank, count), at);
				at += count * nChroma;
			}
		} else {
			forEachPower(signal, options, ({ rows: power, first, count, plan }) => {
				toMagnitudes(power, count, plan.stride, bins);
				pitchClasses.set(plan.filter(bank, count), first * nChroma);
			});
		}
	}
	scaleToMaximum(pitchClasses);
	const melMatrix = { rows, columns: nMels, data: mel };
	const levels = powerToDb(melMatrix, whole && { highest: whole.highest });
	return [dct(levels, nMfcc), { rows, columns: nChroma, data: pitchClasses }, melMatrix];
}

/** Takes roots in place, so that the plan's filterbanks see magnitudes. */
function toMagnitudes(rows: Float64Array, count: number, stride: number, bins: number): void {
	for (let r = 0; r < count; r++) {
		const end = r * stride + bins;
		for (let k = r * stride; k < end; k++) rows[k] = Math.sqrt(rows[k] as number);
	}
}
