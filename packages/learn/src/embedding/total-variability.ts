import { createRandom, type Matrix, zeros } from "@undertone/core";
import { cholesky, solveCholesky } from "../classical/cholesky.ts";
import { pause } from "../pause.ts";
import { clipPosterior, componentProducts } from "./clip-posterior.ts";
import type { FrameStatistics } from "./frame-statistics.ts";

/** The directions in which clips differ from the background, together over all of its Gaussians. */
export interface TotalVariability {
	/** Of the vector that describes a clip. */
	readonly dimensions: number;
	readonly components: number;
	/** Numbers of a frame. */
	readonly features: number;
	/** T, in deviations of the background; shape `[components × features, dimensions]`. */
	readonly matrix: Float64Array;
	/** Log likelihood of the training clips before every iteration, up to what does not depend on T. */
	readonly likelihoods: readonly number[];
}

/** Settings of {@link fitTotalVariability}. */
export interface TotalVariabilityOptions {
	readonly dimensions: number;
	readonly iterations: number;
	readonly seed: number;
	readonly signal?: AbortSignal | undefined;
	/** How many of the iterations are done, 0–1. */
	readonly onProgress?: ((share: number) => void) | undefined;
}

/** Clips between two moments in which other work may go on. */
const clipsAtOnce = 20;

/**
 * The total variability matrix by expectation–maximisation from small random numbers: the frames of a clip that
 * belong to Gaussian c lie about μ_c + σ_c T_c w, where w is drawn for every clip from N(0, I). After every
 * maximisation T is rescaled so that w does have the covariance I over the clips (minimum divergence), without which
 * lengths would take hundreds of iterations.
 *
 * @throws {RangeError} If there are no clips, or `dimensions` is not from 1 to components × features.
 * @throws {UndertoneError} `cancelled` if `signal` fires.
 * @see Kenny, Boulianne & Dumouchel (2005), doi:10.1109/TSA.2004.840940, proposition 3; Dehak et al. (2011),
 *   doi:10.1109/TASL.2010.2064307; Kenny et al. (2008), doi:10.1109/TASL.2008.925147, for minimum divergence
 */
export async function fitTotalVariability(
	clips: readonly FrameStatistics[],
	{ dimensions: d, iterations, seed, signal, onProgress }: TotalVariabilityOptions,
): Promise<TotalVariability> {
	const components = clips[0]?.occupancies.length ?? 0;
	const size = clips[0]?.firstOrder.length ?? 0;
	if (!(Number.isInteger(d) && d >= 1 && d <= size)) {
		throw new RangeError(
			`fitTotalVariability: dimensions must be a whole number in [1, components × features] = [1, ${size}], got ${d}.`,
		);
	}
	const random = createRandom(seed).fork("total variability");
	const features = size / components;
	let model: TotalVariability = {
		dimensions: d,
		components,
		features,
		matrix: Float64Array.from({ length: size * d }, () => 0.1 * random.normal()),
		likelihoods: [],
	};
	for (let iteration = 0; iteration < iterations; iteration++) {
		const sums = emptySums(model);
		const products = componentProducts(model);
		for (const [u, clip] of clips.entries()) {
			if (u % clipsAtOnce === 0) {
				await pause(signal);
				onProgress?.((iteration + u / clips.length) / iterations);
			}
			addClip(sums, clip, model, products);
		}
		model = {
			...model,
			matrix: rescale(maximise(sums, model), sums.moment, clips.length, d),
			likelihoods: [...model.likelihoods, sums.likelihood],
		};
	}
	onProgress?.(1);
	return model;
}

/**
 * The i-vector of every clip: the mean of w given its frames.
 *
 * @returns Shape `[clips, dimensions]`.
 */
export function embedClips(
	clips: readonly FrameStatistics[],
	model: TotalVariability,
): Matrix & { readonly data: Float32Array } {
	const products = componentProducts(model);
	const x = zeros(clips.length, model.dimensions);
	for (const [u, clip] of clips.entries()) {
		x.data.set(clipPosterior(clip, model, products).mean, u * x.columns);
	}
	return x;
}

/** What the clips say about T, summed over them. */
interface Sums {
	/** Σ N_c E[w wᵀ] of every component, rows of lower triangles; shape `[components, d (d + 1) / 2]`. */
	readonly second: Float64Array;
	/** Σ E[w wᵀ], a lower triangle in rows; shape `[d (d + 1) / 2]`. */
	readonly moment: Float64Array;
	/** Σ F E[w]ᵀ, shape `[components × features, d]`. */
	readonly first: Float64Array;
	/** Frames of every component. */
	readonly occupancies: Float64Array;
	likelihood: number;
}

function emptySums({ dimensions: d, components, features }: TotalVariability): Sums {
	return {
		second: new Float64Array((components * d * (d + 1)) / 2),
		moment: new Float64Array((d * (d + 1)) / 2),
		first: new Float64Array(components * features * d),
		occupancies: new Float64Array(components),
		likelihood: 0,
	};
}

function addClip(sums: Sums, clip: FrameStatistics, model: TotalVariability, products: Float64Array): void {
	const { dimensions: d, components } = model;
	const { second, moment, first, occupancies } = sums;
	const { mean, covariance, evidence } = clipPosterior(clip, model, products);
	sums.likelihood += evidence;
	const square = new Float64Array((d * (d + 1)) / 2);
	for (let i = 0, p = 0; i < d; i++) {
		for (let j = 0; j <= i; j++, p++) {
			square[p] = (covariance[i * d + j] as number) + (mean[i] as number) * (mean[j] as number);
			moment[p] = (moment[p] as number) + (square[p] as number);
		}
	}
	for (let c = 0; c < components; c++) {
		const n = clip.occupancies[c] as number;
		occupancies[c] = (occupancies[c] as number) + n;
		const at = c * square.length;
		for (let p = 0; p < square.length; p++) {
			second[at + p] = (second[at + p] as number) + n * (square[p] as number);
		}
	}
	for (const [k, value] of clip.firstOrder.entries()) {
		const at = k * d;
		for (let i = 0; i < d; i++) first[at + i] = (first[at + i] as number) + value * (mean[i] as number);
	}
}

/** T_c = (Σ F_c E[w]ᵀ) (Σ N_c E[w wᵀ])⁻¹; a component without frames keeps its own. */
function maximise({ second, first, occupancies }: Sums, model: TotalVariability): Float64Array {
	const { dimensions: d, components, features } = model;
	const matrix = model.matrix.slice();
	const size = (d * (d + 1)) / 2;
	for (let c = 0; c < components; c++) {
		if (!((occupancies[c] as number) > 0)) continue;
		const factor = cholesky(unpack(second.subarray(c * size, (c + 1) * size), d), d);
		for (let k = c * features; k < (c + 1) * features; k++) {
			matrix.set(solveCholesky(factor, d, first.subarray(k * d, (k + 1) * d)), k * d);
		}
	}
	return matrix;
}

/** T P with the mean of E[w wᵀ] over the clips = P Pᵀ: P⁻¹ w has the covariance I. */
function rescale(matrix: Float64Array, moment: Float64Array, clips: number, d: number): Float64Array {
	const factor = cholesky(unpack(moment, d), d).map((value) => value / Math.sqrt(clips));
	const out = new Float64Array(matrix.length);
	for (let k = 0; k < matrix.length; k += d) {
		for (let i = 0; i < d; i++) {
			const value = matrix[k + i] as number;
			for (let j = 0; j <= i; j++) {
				out[k + j] = (out[k + j] as number) + value * (factor[i * d + j] as number);
			}
		}
	}
	return out;
}

/** The lower triangle of a square matrix from its rows. */
function unpack(packed: Float64Array, d: number): Float64Array {
	const lower = new Float64Array(d * d);
	for (let i = 0, p = 0; i < d; i++) {
		for (let j = 0; j <= i; j++, p++) lower[i * d + j] = packed[p] as number;
	}
	return lower;
}
