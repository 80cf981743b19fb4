import type { Random } from "@undertone/core";
import { power } from "./power.ts";

/** Options of {@link addNoise}. */
export interface AddNoiseOptions {
	/** Power of the signal over power of the noise, both over the whole clip, in decibels. */
	readonly snrDb: number;
	/** Chooses where the noise begins. */
	readonly random: Random;
}

/**
 * Adds a stretch of noise at an exact signal-to-noise ratio.
 *
 * The stretch begins at random and goes round to the beginning where the noise is too short. A silent signal, or a
 * silent stretch, has no ratio: the signal is returned unchanged.
 *
 * @param signal - Shape `[n]`, mono.
 * @param noise - Shape `[m]`, m > 0, at the same rate.
 * @returns Shape `[n]`.
 * @throws {RangeError} If there is no noise or `snrDb` is no number.
 */
export function addNoise(
	signal: Float32Array,
	noise: Float32Array,
	{ snrDb, random }: AddNoiseOptions,
): Float32Array {
	if (noise.length === 0)
		throw new RangeError("addNoise: the noise must hold at least one sample, got none.");
	if (!Number.isFinite(snrDb))
		throw new RangeError(`addNoise: snrDb must be a number of decibels, got ${snrDb}.`);
	const start = random.integer(noise.length);
	const stretch = Float32Array.from(signal, (_, i) => noise[(start + i) % noise.length] as number);
	const [wanted, unwanted] = [power(signal), power(stretch)];
	if (wanted === 0 || unwanted === 0) return signal.slice();
	const scale = Math.sqrt(wanted / unwanted / 10 ** (snrDb / 10));
	return signal.map((x, i) => x + scale * (stretch[i] as number));
}
