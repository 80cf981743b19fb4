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
	const n = signal.length;
	const frames = 1 + Math.floor(n / hopLength);
	// crossings[i]: sign changes between samples 0 and i.
	const crossings = new Int32Array(Math.max(1, n));
	for (let i = 1; i < n; i++) {
		const changed = (signal[i] as number) < -1e-10 !== (signal[i - 1] as number) < -1e-10;
		crossings[i] = (crossings[i - 1] as number) + (changed ? 1 : 0);
	}
	const until = (i: number): number => crossings[Math.min(crossings.length - 1, Math.max(0, i))] as number;
	return Float64Array.from({ length: frames }, (_, t) => {
		const start = t * hopLength - (frameLength >> 1);
		return (until(start + frameLength - 1) - until(start)) / frameLength;
	});
}
