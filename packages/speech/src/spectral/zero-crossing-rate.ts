import { type FrameFeature, framesOf } from "../frames/frame-feature.ts";
import type { FrameOptions } from "./rms.ts";

/**
 * Share of neighbouring samples of a centred frame between which the sign changes, the first and last sample
 * standing around the signal: `librosa.feature.zero_crossing_rate`. Samples within 1e-10 of zero count as
 * positive.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns Shape `[1 + floor(n / hopLength)]`, in [0, 1].
 */
export function zeroCrossingRate(
	signal: Float32Array,
	{ frameLength = 2048, hopLength = 512 }: FrameOptions = {},
): Float64Array {
	const feature = zeroCrossingFrames({ frameLength, hopLength });
	return framesOf(feature, signal, 1 + Math.floor(signal.length / hopLength)).data;
}

/** {@link zeroCrossingRate} as a feature of frames. */
export function zeroCrossingFrames({ frameLength, hopLength }: Required<FrameOptions>): FrameFeature {
	const before = frameLength >> 1;
	return {
		columns: 1,
		hopLength,
		before,
		after: frameLength - before - 1,
		compute: (signal, centre, count, out, at) => {
			let from = 0;
			let to = 0;
			let crossings = 0;
			for (let t = 0; t < count; t++) {
				const start = centre + t * hopLength - before;
				const first = Math.max(0, start);
				const last = Math.min(signal.length, start + frameLength) - 1;
				if (first >= to) {
					// Nothing in common with the frame before.
					from = first;
					to = first;
					crossings = 0;
				}
				crossings -= crossingsBetween(signal, from, first);
				crossings += crossingsBetween(signal, to, last);
				from = first;
				to = Math.max(to, last);
				out[at + t] = crossings / frameLength;
			}
		},
	};
}

/** How often the sign changes between neighbours from sample `from` to sample `to`. */
function crossingsBetween(signal: Float32Array, from: number, to: number): number {
	let crossings = 0;
	let before = from < to && (signal[from] as number) < -1e-10 ? 1 : 0;
	for (let i = from + 1; i <= to; i++) {
		const here = (signal[i] as number) < -1e-10 ? 1 : 0;
		crossings += before ^ here;
		before = here;
	}
	return crossings;
}
