import { type FrameFeature, framesOf } from "../frames/frame-feature.ts";

/** In samples. */
export interface FrameOptions {
	readonly frameLength?: number;
	readonly hopLength?: number;
}

/**
 * Root mean square of centred frames, zeros standing around the signal: `librosa.feature.rms`.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns Shape `[1 + floor(n / hopLength)]`.
 *
 * @example
 * rms(new Float32Array(1024).fill(0.5), { frameLength: 512, hopLength: 512 })[1] // => 0.5
 */
export function rms(
	signal: Float32Array,
	{ frameLength = 2048, hopLength = 512 }: FrameOptions = {},
): Float64Array {
	const feature = rmsFrames({ frameLength, hopLength });
	return framesOf(feature, signal, 1 + Math.floor(signal.length / hopLength)).data;
}

/** {@link rms} as a feature of frames. */
export function rmsFrames({ frameLength, hopLength }: Required<FrameOptions>): FrameFeature {
	const before = frameLength >> 1;
	return {
		columns: 1,
		hopLength,
		before,
		after: frameLength - before - 1,
		compute: (signal, centre, count, out, at) => {
			for (let t = 0; t < count; t++) {
				const start = centre + t * hopLength - before;
				const end = Math.min(signal.length, start + frameLength);
				let sum = 0;
				for (let i = Math.max(0, start); i < end; i++) sum += (signal[i] as number) * (signal[i] as number);
				out[at + t] = Math.sqrt(sum / frameLength);
			}
		},
	};
}
