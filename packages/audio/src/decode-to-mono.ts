import { resample } from "@undertone/dsp";
import type { AudioClip } from "./audio-clip.ts";
import { countClipped } from "./count-clipped.ts";
import { type DecodeOptions, decodeAudio } from "./decode-audio.ts";
import { type AudioLevel, measureLevel } from "./measure-level.ts";
import { toMono } from "./to-mono.ts";

/** What a file held, without its samples. */
export type AudioFacts = Omit<AudioClip, "channels"> & {
	/** How many. */
	readonly channels: number;
	/** Of the mono mix at the stored rate; clipping is that of the worst channel, before the mix. */
	readonly level: AudioLevel;
};

/** One channel at one rate, and where it comes from. */
export interface MonoAudio {
	/** Shape `[n]`, nominally in [-1, 1]. */
	readonly signal: Float32Array;
	/** Hz, of `signal`. */
	readonly sampleRate: number;
	readonly source: AudioFacts;
}

/**
 * Decodes a file, mixes its channels and resamples: what every recogniser begins with.
 *
 * @param bytes - The whole file.
 * @param options - As for {@link decodeAudio}; `sampleRate` in Hz.
 * @throws {UndertoneError} As {@link decodeAudio}.
 *
 * @example
 * (await decodeToMono(encodeWav(new Float32Array(48000), 48000))).signal.length // => 16000
 */
export async function decodeToMono(
	bytes: Uint8Array,
	{ sampleRate = 16_000, ...options }: DecodeOptions & { readonly sampleRate?: number } = {},
): Promise<MonoAudio> {
	const clip = await decodeAudio(bytes, options);
	const { channels, ...facts } = clip;
	const mono = toMono(clip);
	const level = measureLevel(mono, { sampleRate: clip.sampleRate });
	const clippedSamples = channels.reduce(
		(most, channel) => Math.max(most, channel === mono ? level.clippedSamples : countClipped(channel)),
		0,
	);
	return {
		signal: resample(mono, { from: clip.sampleRate, to: sampleRate }),
		sampleRate,
		source: {
			...facts,
			channels: channels.length,
			level: { ...level, clippedSamples, clippedShare: clippedSamples / mono.length },
		},
	};
}
