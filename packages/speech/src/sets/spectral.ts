import { applyMelFilterbank, dct, melFilterbank, powerSpectrogram, powerToDb } from "@undertone/dsp";
import { functionalNames, functionals } from "../functionals/functionals.ts";
import { spectralShape, spectralShapeNames } from "../spectral/spectral-shape.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import type { FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const hopLength = 160;
const nMfcc = 13;
/** Units of `spectralShapeNames`. */
export const spectralShapeUnits = ["Hz", "Hz", "Hz", "dB", "1", "dB/kHz", "dB/kHz", "dB", "dB"];
const contours = [
	...Array.from({ length: nMfcc - 1 }, (_, i) => ({
		name: `mfcc${i + 1}`,
		unit: "1",
		source: "librosa",
		text: `MFCC ${i + 1} of 40 mel bands`,
	})),
	...spectralShapeNames.map((name, i) => ({
		name: name as string,
		unit: spectralShapeUnits[i] ?? "1",
		source: "Eyben et al. 2016",
		text: `Spectral ${name}`,
	})),
	{
		name: "zeroCrossingRate",
		unit: "1",
		source: "librosa",
		text: "Share of samples at which the sign changes",
	},
];

/** Statistics of the spectrum's shape and cepstrum over all frames that hold any power (window 25 ms, step 10 ms). */
export const spectral: FeatureSet = {
	id: "spectral@1",
	name: "spectral",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: contours.flatMap(({ name, unit, source, text }) =>
		functionalNames.map((functional) => ({
			name: `${name}_${functional}`,
			unit:
				functional === "skewness"
					? "1"
					: functional === "slope" || functional === "change"
						? `${unit}/s`
						: unit,
			source,
			description: `${text}: ${functional} over frames with power.`,
		})),
	),
	extract: (signal) => {
		const power = powerSpectrogram(signal, { nFft: 512, winLength: 400, hopLength });
		const cepstra = dct(powerToDb(applyMelFilterbank(power, bank), { amin: 1e-30 }), nMfcc);
		const shape = spectralShape(power, sampleRate);
		const crossings = zeroCrossingRate(signal, { frameLength: 400, hopLength });
		const values: number[] = [];
		const over = (value: (t: number) => number): void => {
			const contour = Float64Array.from({ length: power.rows }, (_, t) =>
				Number.isNaN(shape.data[t * shape.columns] as number) ? Number.NaN : value(t),
			);
			values.push(...functionals(contour, hopLength / sampleRate));
		};
		for (let c = 1; c < nMfcc; c++) over((t) => cepstra.data[t * nMfcc + c] as number);
		for (let c = 0; c < shape.columns; c++) over((t) => shape.data[t * shape.columns + c] as number);
		over((t) => crossings[t] as number);
		return { rows: 1, columns: values.length, data: Float32Array.from(values) };
	},
};

const bank = melFilterbank({ sampleRate, nFft: 512, nMels: 40, fMin: 50, fMax: 7600 });
