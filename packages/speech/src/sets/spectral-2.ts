import type { Matrix } from "@undertone/core";
import { powerSpectrogram, powerToDb } from "@undertone/dsp";
import { columnMeans } from "../functionals/column-means.ts";
import { chroma } from "../spectral/chroma.ts";
import { createMeanLogSpectrum, meanLogSpectrum } from "../spectral/mean-log-spectrum.ts";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import { modulationOf } from "../spectral/modulation-spectrum.ts";
import { spectralShape, spectralShapeNames } from "../spectral/spectral-shape.ts";
import { tonnetz } from "../spectral/tonnetz.ts";
import { createTuningEstimator } from "../spectral/tuning.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import { byRecipe } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import { forEachPowerInPieces, meansInPieces, rowsInPieces } from "./frames-in-pieces.ts";
import type { SignalPieces } from "./signal-pieces.ts";
import { spectral, spectralRecipe, spectralShapeUnits } from "./spectral.ts";
import { columns } from "./undertone-1.ts";

const sampleRate = 16000;
const hopLength = 160;
const stft = { nFft: 512, winLength: 400, hopLength };
const logBands = 30;
/** Of the modulation spectrum. */
const nMels = 8;
const octaves = ["0.5to1", "1to2", "2to4", "4to8", "8to16", "16to32"] as const;
const circles = [
	"fifthsSine",
	"fifthsCosine",
	"minorThirdsSine",
	"minorThirdsCosine",
	"majorThirdsSine",
	"majorThirdsCosine",
] as const;

const added: readonly FeatureDescription[] = [
	...circles.map((name) => ({
		name: `tonnetz_${name}_mean`,
		unit: "1",
		source: "librosa",
		description: `Tonal centroid, ${name}: mean over all frames (window 2048, step 512 samples).`,
	})),
	...Array.from({ length: logBands }, (_, b) => ({
		name: `logSpectrum_${40 * b}to${40 * (b + 1)}Hz`,
		unit: "dB",
		source: "Albornoz et al. 2011",
		description: `Mean level of ${40 * b}–${40 * (b + 1)} Hz over all frames (window 2048, step 512 samples).`,
	})),
	...Array.from({ length: nMels }, (_, b) =>
		octaves.map((octave) => ({
			name: `modulation_mel${b + 1}_${octave}Hz`,
			unit: "dB",
			source: "Wu, Falk & Chan 2011",
			description: `How far the level of mel band ${b + 1} of ${nMels} swings at ${octave.replace("to", "–")} Hz.`,
		})),
	).flat(),
];

const melNames = Array.from({ length: nMels }, (_, b) => `mel${b + 1}`);

/** What {@link spectral2} takes of contours: the numbers of {@link spectral}, then those of the modulation. */
const ofContours = byRecipe({
	...spectralRecipe,
	contours: (signal, part) => {
		const mel = melSpectrogram(signal, { sampleRate, ...stft, nMels, fMin: 50, fMax: 7600 });
		return {
			contours: {
				...spectralRecipe.contours(signal, part).contours,
				...columns(powerToDb(mel, { topDb: null }), melNames),
			},
		};
	},
	statistics: function* (of, whole) {
		yield* spectralRecipe.statistics(of, whole);
		const levels = melNames.map((name) => of.contours[name] as Float64Array);
		yield* modulationOf(levels, { frameRate: sampleRate / hopLength }).data;
	},
});

/** {@link spectral}, and the means of tonnetz, the mean log-spectrum and the modulation spectrum. */
export const spectral2: FeatureSet = {
	...spectral,
	id: "spectral@2",
	version: 2,
	features: [...spectral.features, ...added],
	extract: (signal) => {
		const data = inOrder(
			ofContours.extract(signal).data,
			columnMeans(tonnetz(chroma(signal, { sampleRate }))),
			meanLogSpectrum(signal, { sampleRate }),
		);
		return { rows: 1, columns: data.length, data };
	},
	inPieces: async function* (signal) {
		const { tones, logSpectrum } = await coarseMeans(signal);
		for await (const row of ofContours.inPieces?.(signal) ?? []) yield inOrder(row, tones, logSpectrum);
	},
};

/** Means over frames of librosa's length; the spectral peaks that the tuning is taken of are gone when it returns. */
async function coarseMeans(signal: SignalPieces): Promise<Record<"tones" | "logSpectrum", Float64Array>> {
	const coarse = { sampleRate, nFft: 2048, hopLength: 512 };
	const estimator = createTuningEstimator(sampleRate, coarse.nFft / 2 + 1);
	const levels = createMeanLogSpectrum(coarse);
	await forEachPowerInPieces(signal, coarse, (some) => {
		for (let r = 0; r < some.count; r++) estimator.add(some.rows, r * some.plan.stride);
		levels.add(some);
	});
	const tuning = estimator.tuning();
	const tones = await meansInPieces(signal, coarse.hopLength, (part) =>
		tonnetz(chroma(part, { ...coarse, tuning })),
	);
	return { tones, logSpectrum: levels.mean() };
}

/** The numbers as the set lists them. */
function inOrder(ofContours: Float32Array, tones: Float64Array, logSpectrum: Float64Array): Float32Array {
	const first = spectral.features.length;
	return Float32Array.from([
		...ofContours.subarray(0, first),
		...tones,
		...logSpectrum,
		...ofContours.subarray(first),
	]);
}

/** The shape of the spectrum frame by frame (window 25 ms, step 10 ms); NaN in frames without any power. */
export const spectralFrames1: FeatureSet = {
	id: "spectral-frames@1",
	name: "spectral-frames",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength,
	features: [
		...spectralShapeNames.map((name, i) => ({
			name: name as string,
			unit: spectralShapeUnits[i] ?? "1",
			source: "Eyben et al. 2016",
			description: `Spectral ${name} (window 400, FFT 512, step 160 samples).`,
		})),
		{
			name: "zeroCrossingRate",
			unit: "1",
			source: "librosa",
			description: "Share of samples at which the sign changes.",
		},
	],
	extract: (signal) => {
		const { rows, columns, data } = shapeAndCrossings(signal);
		return { rows, columns, data: Float32Array.from(data) };
	},
	inPieces: (signal) => rowsInPieces(signal, hopLength, shapeAndCrossings),
};

function shapeAndCrossings(signal: Float32Array): Matrix & { readonly data: Float64Array } {
	const shape = spectralShape(powerSpectrogram(signal, stft), sampleRate);
	const crossings = zeroCrossingRate(signal, { frameLength: 400, hopLength });
	const width = shape.columns + 1;
	const data = new Float64Array(shape.rows * width);
	for (let t = 0; t < shape.rows; t++) {
		data.set(shape.data.subarray(t * shape.columns, (t + 1) * shape.columns), t * width);
		data[t * width + shape.columns] = crossings[t] as number;
	}
	return { rows: shape.rows, columns: width, data };
}
