import type { Matrix } from "@undertone/core";
import { createPowerWalk, firstCentre, frameCount, type PowerRows, type StftOptions } from "@undertone/dsp";
import { type FrameFeature, framesOf } from "./frame-feature.ts";

/**
 * A feature of power spectra.
 *
 * @param describe - Turns a few rows of a power spectrogram into rows in `out` from index `at` on.
 * @throws {RangeError} If `nFft` is no power of two, `winLength > nFft`, or `hopLength < 1`.
 */
export function spectralFrames(
	options: StftOptions,
	columns: number,
	describe: (some: PowerRows, out: Float64Array, at: number) => void,
): FrameFeature {
	const { nFft = 2048, hopLength = 512 } = options;
	const walk = createPowerWalk(options);
	let into: Float64Array = new Float64Array(0);
	let from = 0;
	const visit = (some: PowerRows): void => describe(some, into, from + some.first * columns);
	return {
		columns,
		hopLength,
		before: nFft / 2,
		after: nFft / 2 - 1,
		compute: (signal, centre, count, out, at) => {
			into = out;
			from = at;
			walk(signal, centre, count, visit);
		},
	};
}

/** A feature of magnitude spectra, one by one, shape `[nFft / 2 + 1]`; as {@link spectralFrames}. */
export function magnitudeFrames(
	options: StftOptions,
	columns: number,
	describe: (magnitude: Float64Array, out: Float64Array, at: number) => void,
): FrameFeature {
	const magnitude = new Float64Array((options.nFft ?? 2048) / 2 + 1);
	return spectralFrames(options, columns, ({ rows, count, plan }, out, at) => {
		for (let r = 0; r < count; r++) {
			const first = r * plan.stride;
			for (let k = 0; k < magnitude.length; k++) magnitude[k] = Math.sqrt(rows[first + k] as number);
			describe(magnitude, out, at + r * columns);
		}
	});
}

/**
 * The frames of a whole signal that `options` cut it into.
 *
 * @returns Shape `[frames, columns]`.
 */
export function spectralFramesOf(
	feature: FrameFeature,
	signal: Float32Array,
	options: StftOptions,
): Matrix & { readonly data: Float64Array } {
	return framesOf(feature, signal, frameCount(signal.length, options), firstCentre(options));
}
