import { dct, powerToDb } from "@undertone/dsp";
import { functionalNames, functionals } from "../functionals/functionals.ts";
import { spectralShapeNames } from "../spectral/spectral-shape.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import { byRecipe, type ContourRecipe } from "./contour-recipe.ts";
import type { FeatureSet } from "./feature-set.ts";
import { columns, spectralContours, undertoneRecipe } from "./undertone-1.ts";

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

/** The contours of {@link spectral}, every 10 ms; NaN in frames without any power. */
export const spectralRecipe: ContourRecipe = {
	sampleRate,
	hopLength,
	contours: (signal, { gathered = -Infinity }) => {
		const { mel, energy: _, ...shape } = spectralContours(signal);
		const cepstra = dct(powerToDb(mel, { amin: 1e-30, highest: gathered }), nMfcc);
		const found: Record<string, Float64Array> = {
			...shape,
			...columns(cepstra, ["", ...contours.slice(0, nMfcc - 1).map(({ name }) => name)]),
			zeroCrossingRate: zeroCrossingRate(signal, { frameLength: 400, hopLength }),
		};
		const powerless = found.centroid as Float64Array;
		for (const values of Object.values(found)) {
			for (let t = 0; t < values.length; t++) if (Number.isNaN(powerless[t])) values[t] = Number.NaN;
		}
		return { contours: found };
	},
	statistics: function* ({ contours: found }) {
		const room = new Float64Array(found.centroid?.length ?? 0);
		for (const { name } of contours)
			yield* functionals(found[name] as Float64Array, hopLength / sampleRate, room);
	},
	...(undertoneRecipe.gather && { gather: undertoneRecipe.gather }),
};

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
	...byRecipe(spectralRecipe),
};
