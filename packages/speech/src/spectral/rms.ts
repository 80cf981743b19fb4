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
	const frames = 1 + Math.floor(signal.length / hopLength);
	const out = new Float64Array(frames);
	for (let t = 0; t < frames; t++) {
		const start = t * hopLength - (frameLength >> 1);
		const end = Math.min(signal.length, start + frameLength);
		let sum = 0;
		for (let i = Math.max(0, start); i < end; i++) sum += (signal[i] as number) * (signal[i] as number);
		out[t] = Math.sqrt(sum / frameLength);
	}
	return out;
}
