import { countClipped } from "./count-clipped.ts";
import { estimateBandwidth } from "./estimate-bandwidth.ts";

/** How loud a signal is, and what that says of the recording. Decibels are relative to full scale (1.0). */
export interface AudioLevel {
	/** The largest absolute value, −Infinity for digital silence; above 0 in float files and lossy codecs only. */
	readonly peakDb: number;
	/** Root mean square, −Infinity for digital silence (a full-scale sine has −3.01). */
	readonly rmsDb: number;
	/** See {@link countClipped}. */
	readonly clippedSamples: number;
	/** `clippedSamples` of all, in [0, 1]. */
	readonly clippedShare: number;
	/** Frames of 25 ms below −60 dB, of all, in [0, 1]. */
	readonly silenceShare: number;
	/** Decibels below which a tenth of the frames lie; −Infinity where a tenth is digital silence. */
	readonly noiseFloorDb: number;
	/** Mean value, in [-1, 1]: far from 0 where a sound card is badly wired. */
	readonly offset: number;
	/** Hz; see {@link estimateBandwidth}. */
	readonly bandwidth: number;
}

const frameDuration = 0.025;
const silenceDb = -60;

/**
 * Measures peak, loudness, clipping, silence, noise floor and bandwidth.
 *
 * @param signal - Samples of one channel, shape `[n]`, n > 0.
 * @param options - `sampleRate` in Hz; a frame is 25 ms, the last one may be shorter.
 * @throws {RangeError} If there is no sample.
 *
 * @example
 * measureLevel(new Float32Array(16000).fill(0.1), { sampleRate: 16000 }).rmsDb // => -20
 */
export function measureLevel(
	signal: Float32Array,
	{ sampleRate = 16_000 }: { readonly sampleRate?: number } = {},
): AudioLevel {
	const n = signal.length;
	if (n === 0) throw new RangeError("measureLevel: the signal must hold at least one sample, got none.");
	const frameLength = Math.max(1, Math.round(frameDuration * sampleRate));
	const frames: number[] = [];
	let peak = 0;
	let energy = 0;
	let sum = 0;
	for (let start = 0; start < n; start += frameLength) {
		const end = Math.min(n, start + frameLength);
		let squares = 0;
		for (let i = start; i < end; i++) {
			const x = signal[i] as number;
			const size = Math.abs(x);
			if (size > peak) peak = size;
			squares += x * x;
			sum += x;
		}
		energy += squares;
		frames.push(10 * Math.log10(squares / (end - start)));
	}
	frames.sort((a, b) => a - b);
	const clippedSamples = countClipped(signal);
	return {
		peakDb: 20 * Math.log10(peak),
		rmsDb: 10 * Math.log10(energy / n),
		clippedSamples,
		clippedShare: clippedSamples / n,
		silenceShare: frames.filter((level) => level < silenceDb).length / frames.length,
		noiseFloorDb: frames[Math.floor(0.1 * (frames.length - 1))] as number,
		offset: sum / n,
		bandwidth: estimateBandwidth(signal, { sampleRate }),
	};
}
