import { createPowerPlan, type Filterbank, melFilterbank, type PowerPlan, rowsAtOnce } from "@undertone/dsp";
import { equalLoudness } from "./equal-loudness.ts";

/** What {@link shortSpectra} gives for every frame, in order. */
export const shortSpectraNames = [
	"loudness",
	"alphaRatio",
	"hammarbergIndex",
	"slope0to500",
	"slope500to1500",
	"flux",
	"mfcc1",
	"mfcc2",
	"mfcc3",
	"mfcc4",
] as const;

const sampleRate = 16000;
const nFft = 512;
const nMels = 26;
const lifter = 22;
/** Powers are floored here before logarithms: a frame of digital silence, about −120 dB of full scale. */
const floor = 1e-12;

/**
 * GeMAPS's spectral descriptors of 20 ms frames under a Hamming window.
 *
 * Loudness: 26 mel bands (20–8000 Hz) of the power spectrum, weighted by equal loudness, compressed by the power
 * 0.33, summed. Alpha ratio: level of 50–1000 over 1000–5000 Hz, dB. Hammarberg index: strongest bin of 0–2 over that
 * of 2–5 kHz, dB. Slopes of the dB spectrum over 0–500 and 500–1500 Hz, dB/kHz. Flux: mean squared difference of
 * consecutive magnitude spectra, each divided by its mean. MFCC 1–4 of the logarithm of those bands, liftered by 22.
 *
 * @param signal - Mono samples, shape `[n]`, at 16,000 Hz.
 * @param hopLength - Samples; frame t is centred on sample (t + 0.5) · hopLength.
 * @returns Per name of {@link shortSpectraNames} a contour of floor(n / hopLength) frames.
 * @see Eyben et al. (2016), doi:10.1109/TAFFC.2015.2457417. The paper leaves the filters' shape open: mel bands are
 *   HTK's triangles of height 1 here.
 */
export function shortSpectra(signal: Float32Array, hopLength = 160): readonly Float64Array[] {
	const frames = Math.floor(signal.length / hopLength);
	const loudnesses = new Float64Array(frames);
	const alphaRatios = new Float64Array(frames);
	const hammarbergIndices = new Float64Array(frames);
	const lowSlopes = new Float64Array(frames);
	const highSlopes = new Float64Array(frames);
	const fluxes = new Float64Array(frames);
	const cepstra = Array.from({ length: 4 }, () => new Float64Array(frames));
	const { plan, bank, weights, cosines } = tables();
	const hz = sampleRate / nFft;
	/** From natural logarithms of power a bin to dB a kilohertz. */
	const perKilohertz = (10 / Math.LN10) * (1000 / hz);
	const bins = nFft / 2 + 1;
	const level = new Float64Array(bins);
	const magnitude = level.slice();
	const previous = level.slice();
	const logs = new Float64Array(nMels);
	const [at50, at500, at1000, at1500, at2000, at5000] = [50, 500, 1000, 1500, 2000, 5000].map((frequency) =>
		Math.round(frequency / hz),
	) as [number, number, number, number, number, number];
	const offset = Math.floor(hopLength / 2) - nFft / 2;
	let power: Float64Array = level;
	let bands: Float64Array = logs;
	for (let t = 0; t < frames; t++) {
		const row = t % rowsAtOnce;
		if (row === 0) {
			const count = Math.min(rowsAtOnce, frames - t);
			plan.power(signal, t * hopLength + offset, hopLength, count);
			bands = plan.filter(bank, count);
			power = plan.rows(count);
		}
		const at = row * plan.stride;
		let magnitudes = 0;
		for (let k = 0; k < bins; k++) {
			const root = Math.sqrt(power[at + k] as number);
			magnitude[k] = root;
			magnitudes += root;
		}
		// The slopes need levels up to 1.5 kHz only.
		for (let k = 0; k <= at1500; k++) level[k] = Math.log((power[at + k] as number) + floor);
		let loudness = 0;
		for (let m = 0; m < nMels; m++) {
			const sum = bands[row * nMels + m] as number;
			// x to the power of 0.33, in half the time.
			loudness += Math.exp(0.33 * Math.log((weights[m] as number) * sum));
			logs[m] = Math.log(sum + floor);
		}
		const scale = magnitudes > 0 ? bins / magnitudes : 0;
		let flux = 0;
		for (let k = 0; k < bins; k++) {
			const scaled = scale * (magnitude[k] as number);
			flux += (scaled - (previous[k] as number)) ** 2;
			previous[k] = scaled;
		}
		loudnesses[t] = loudness;
		alphaRatios[t] =
			10 *
			Math.log10(
				(sum(power, at + at50, at + at1000) + floor) / (sum(power, at + at1000, at + at5000) + floor),
			);
		hammarbergIndices[t] =
			10 *
			Math.log10((peak(power, at, at + at2000) + floor) / (peak(power, at + at2000, at + at5000) + floor));
		lowSlopes[t] = perKilohertz * slope(level, 0, at500);
		highSlopes[t] = perKilohertz * slope(level, at500, at1500);
		// The first frame has none before it.
		fluxes[t] = t === 0 ? 0 : flux / bins;
		for (let c = 0; c < 4; c++) {
			const cosine = cosines[c] as Float64Array;
			let total = 0;
			for (let m = 0; m < nMels; m++) total += (cosine[m] as number) * (logs[m] as number);
			(cepstra[c] as Float64Array)[t] = total;
		}
	}
	return [loudnesses, alphaRatios, hammarbergIndices, lowSlopes, highSlopes, fluxes, ...cepstra];
}

interface Tables {
	/** Of a Hamming window of 20 ms and energy 1. */
	readonly plan: PowerPlan;
	readonly bank: Filterbank;
	/** Equal loudness of each band. */
	readonly weights: readonly number[];
	/** Rows of the liftered cosine transform. */
	readonly cosines: readonly Float64Array[];
}

let made: Tables | undefined;

/** The same for every signal, and dearer than a short one's spectra. */
function tables(): Tables {
	if (made !== undefined) return made;
	const winLength = 320;
	const window = Float64Array.from(
		{ length: winLength },
		(_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (winLength - 1)),
	);
	const root = Math.sqrt(window.reduce((sum, w) => sum + w * w, 0));
	const { bands, packed } = melFilterbank({
		sampleRate,
		nFft,
		nMels,
		fMin: 20,
		fMax: 8000,
		melScale: "htk",
		norm: null,
	});
	made = {
		plan: createPowerPlan(
			nFft,
			window.map((w) => w / root),
		),
		bank: packed,
		weights: bands.map(({ first, weights }) =>
			equalLoudness(((first + weights.length / 2) * sampleRate) / nFft),
		),
		cosines: Array.from({ length: 4 }, (_, c) => {
			const lift = (1 + (lifter / 2) * Math.sin((Math.PI * (c + 1)) / lifter)) * Math.sqrt(2 / nMels);
			return Float64Array.from(
				{ length: nMels },
				(_, m) => lift * Math.cos((Math.PI * (c + 1) * (m + 0.5)) / nMels),
			);
		}),
	};
	return made;
}

function sum(values: Float64Array, from: number, to: number): number {
	let total = 0;
	for (let k = from; k < to; k++) total += values[k] as number;
	return total;
}

function peak(values: Float64Array, from: number, to: number): number {
	let highest = 0;
	for (let k = from; k < to; k++) if ((values[k] as number) > highest) highest = values[k] as number;
	return highest;
}

/** Least-squares slope per bin over bins [from, to]. */
function slope(values: Float64Array, from: number, to: number): number {
	const middle = (from + to) / 2;
	let cross = 0;
	for (let k = from; k <= to; k++) cross += (k - middle) * (values[k] as number);
	// Σ (k − middle)² over n bins is n (n² − 1) / 12.
	const n = to - from + 1;
	return (12 * cross) / (n * (n * n - 1));
}
