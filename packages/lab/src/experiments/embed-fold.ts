import type { Matrix } from "@undertone/core";
import {
	extractIVectors,
	type Fold,
	type FrameStatistics,
	fitBackground,
	fitIVectorExtractor,
	frameStatistics,
	type IVectorExtractor,
} from "@undertone/learn";

/** How clips become i-vectors. */
export interface EmbeddingSettings {
	/** Gaussians of the background. */
	readonly components: number;
	/** At most so many frames of the training part make the background. */
	readonly mostFrames: number;
	readonly backgroundIterations: number;
	/** Least variance of a number of a frame. */
	readonly leastVariance: number;
	/** Of the total variability matrix. */
	readonly iterations: number;
	/** One set of vectors for each. */
	readonly dimensions: readonly number[];
	readonly seed: number;
}

/** The clips of a fold as vectors of one length. */
export interface EmbeddedFold {
	readonly dimensions: number;
	/** Shape `[training clips, dimensions]`. */
	readonly train: Matrix;
	/** Shape `[test clips, dimensions]`. */
	readonly test: Matrix;
}

/** How long work may go on, and where it says how far it is. */
interface EmbedOptions {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: (share: number, note: string) => void;
}

/**
 * Background, total variability and whitening, learnt from clips: an extractor for each of the `dimensions`.
 *
 * @param clips - Frames of every clip, shape `[frames, features]`, without NaN.
 * @returns With the statistics of these clips on the background, which all extractors share.
 * @throws {UndertoneError} `cancelled` if `signal` fires.
 */
export async function fitExtractors(
	clips: readonly Matrix[],
	{
		components,
		mostFrames,
		backgroundIterations,
		leastVariance,
		iterations,
		dimensions,
		seed,
	}: EmbeddingSettings,
	{ signal, onProgress }: EmbedOptions = {},
): Promise<{ readonly extractors: IVectorExtractor[]; readonly statistics: FrameStatistics[] }> {
	onProgress?.(0, "background");
	const background = fitBackground(clips, {
		components,
		mostFrames,
		iterations: backgroundIterations,
		leastVariance,
		seed,
	});
	const statistics = clips.map((frames) => frameStatistics(frames, background));
	const extractors: IVectorExtractor[] = [];
	// A matrix of d dimensions takes about d² as long.
	const total = dimensions.reduce((sum, d) => sum + d * d, 0);
	let done = 0;
	for (const d of dimensions) {
		const before = done;
		extractors.push(
			await fitIVectorExtractor(background, statistics, {
				dimensions: d,
				iterations,
				seed,
				signal,
				onProgress: (share) => onProgress?.((before + share * d * d) / total, `${d} dimensions`),
			}),
		);
		done += d * d;
	}
	return { extractors, statistics };
}

/**
 * Length-normalised i-vectors of a fold's clips, by {@link fitExtractors} of its training part alone.
 *
 * @param clips - Frames of every clip, shape `[frames, features]`, without NaN.
 * @throws {UndertoneError} `cancelled` if `signal` fires.
 */
export async function embedFold(
	clips: readonly Matrix[],
	fold: Pick<Fold, "train" | "test">,
	settings: EmbeddingSettings,
	options: EmbedOptions = {},
): Promise<EmbeddedFold[]> {
	const of = (indices: Int32Array): Matrix[] => Array.from(indices, (i) => clips[i] as Matrix);
	const { extractors, statistics } = await fitExtractors(of(fold.train), settings, options);
	return extractors.map((extractor, k) => ({
		dimensions: settings.dimensions[k] as number,
		train: extractIVectors(statistics, extractor),
		test: extractIVectors(
			of(fold.test).map((frames) => frameStatistics(frames, extractor.background)),
			extractor,
		),
	}));
}
