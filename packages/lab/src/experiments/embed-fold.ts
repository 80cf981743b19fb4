import type { Matrix } from "@undertone/core";
import {
	embedClips,
	type Fold,
	fitBackground,
	fitLengthNormaliser,
	fitTotalVariability,
	frameStatistics,
	normaliseLength,
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

/**
 * Length-normalised i-vectors of a fold's clips: background, total variability and whitening are learnt from its
 * training part alone.
 *
 * @param clips - Frames of every clip, shape `[frames, features]`, without NaN.
 * @throws {UndertoneError} `cancelled` if `signal` fires.
 */
export async function embedFold(
	clips: readonly Matrix[],
	fold: Pick<Fold, "train" | "test">,
	{
		components,
		mostFrames,
		backgroundIterations,
		leastVariance,
		iterations,
		dimensions,
		seed,
	}: EmbeddingSettings,
	{
		signal,
		onProgress,
	}: {
		readonly signal?: AbortSignal | undefined;
		readonly onProgress?: (share: number, note: string) => void;
	} = {},
): Promise<EmbeddedFold[]> {
	const of = (indices: Int32Array): Matrix[] => Array.from(indices, (i) => clips[i] as Matrix);
	onProgress?.(0, "background");
	const background = fitBackground(of(fold.train), {
		components,
		mostFrames,
		iterations: backgroundIterations,
		leastVariance,
		seed,
	});
	const train = of(fold.train).map((frames) => frameStatistics(frames, background));
	const test = of(fold.test).map((frames) => frameStatistics(frames, background));
	const embedded: EmbeddedFold[] = [];
	// A matrix of d dimensions takes about d² as long.
	const total = dimensions.reduce((sum, d) => sum + d * d, 0);
	let done = 0;
	for (const d of dimensions) {
		const before = done;
		const model = await fitTotalVariability(train, {
			dimensions: d,
			iterations,
			seed,
			signal,
			onProgress: (share) => onProgress?.((before + share * d * d) / total, `${d} dimensions`),
		});
		const raw = embedClips(train, model);
		const normaliser = fitLengthNormaliser(raw);
		embedded.push({
			dimensions: d,
			train: normaliseLength(raw, normaliser),
			test: normaliseLength(embedClips(test, model), normaliser),
		});
		done += d * d;
	}
	return embedded;
}
