import type { AudioClip } from "./audio-clip.ts";

/**
 * The mean of all channels.
 *
 * A clip of one channel is returned as it is, without a copy.
 *
 * @returns Shape `[n]`, nominally in [-1, 1].
 */
export function toMono(clip: Pick<AudioClip, "channels">): Float32Array {
	const [first, ...others] = clip.channels;
	if (first === undefined) throw new RangeError("toMono: a clip must have at least one channel, got none.");
	if (others.length === 0) return first;
	const out = Float32Array.from(first);
	for (const channel of others) {
		for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + (channel[i] as number);
	}
	for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / clip.channels.length;
	return out;
}
