import { createRandom, type Matrix, row, zeros } from "@undertone/core";
import type { DiagonalGaussian } from "../classical/diagonal-gaussian.ts";
import { fitMixture } from "../classical/fit-mixture.ts";

/** What all clips have in common: a mixture of Gaussians over their frames (universal background model). */
export type Background = readonly DiagonalGaussian[];

/** Settings of {@link fitBackground}. */
export interface BackgroundOptions {
	/** Gaussians of the mixture. */
	readonly components: number;
	readonly iterations: number;
	/** At most so many frames are learnt from, drawn at random. */
	readonly mostFrames: number;
	/** Least variance of a feature, in the features' own units squared. */
	readonly leastVariance: number;
	readonly seed: number;
}

/**
 * A mixture of Gaussians over the frames of many clips.
 *
 * @param clips - Frames of every clip, shape `[frames, features]`, without NaN.
 * @throws {RangeError} If there are fewer frames than components.
 * @see Reynolds, Quatieri & Dunn (2000), doi:10.1006/dspr.1999.0361
 */
export function fitBackground(
	clips: readonly Matrix[],
	{ components, iterations, mostFrames, leastVariance, seed }: BackgroundOptions,
): Background {
	const random = createRandom(seed).fork("background");
	const all = clips.flatMap((clip, c) => Array.from({ length: clip.rows }, (_, t) => [c, t] as const));
	if (all.length < components) {
		throw new RangeError(
			`fitBackground: there must be at least as many frames as components (${components}), got ${all.length}. Give more clips or ask for fewer components.`,
		);
	}
	const drawn = random.shuffle(all).slice(0, mostFrames);
	const frames = zeros(drawn.length, clips[0]?.columns ?? 0);
	for (const [r, [c, t]] of drawn.entries()) {
		frames.data.set(row(clips[c] as Matrix, t), r * frames.columns);
	}
	const weights = new Float64Array(frames.rows).fill(1);
	return fitMixture(frames, weights, { count: components, iterations, leastVariance, random });
}
