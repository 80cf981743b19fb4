import type { Random } from "@undertone/core";
import { createRealFft } from "@undertone/dsp";
import { convolve } from "./convolve.ts";

/** Octaves at which a response is drawn, in Hz. */
const octaves = [62.5, 125, 250, 500, 1000, 2000, 4000, 8000];
/** Taps of the filter: 32 ms at 16 kHz, fine enough for the lowest octave. */
const size = 512;

/** Options of {@link microphoneResponse}. */
export interface MicrophoneResponseOptions {
	/** Draws the response. */
	readonly random: Random;
	/** Standard deviation of the gain at each octave, in decibels; nothing is drawn beyond two of them. */
	readonly deviationDb?: number;
	/** Hz. */
	readonly sampleRate?: number;
}

/**
 * Colours a signal as an unknown microphone would: a random, smooth frequency response with linear phase.
 *
 * The gain is drawn at each octave from 62.5 Hz to 8 kHz, and linear in decibels over the logarithm of the frequency
 * in between. Its mean over the octaves is 0 dB.
 *
 * @param signal - Mono, shape `[n]`.
 * @returns Shape `[n]`, at the same time.
 */
export function microphoneResponse(
	signal: Float32Array,
	{ random, deviationDb = 3, sampleRate = 16_000 }: MicrophoneResponseOptions,
): Float32Array {
	if (signal.length === 0) return new Float32Array(0);
	const taps = linearPhase(drawGains(random, deviationDb), sampleRate);
	const delay = size / 2;
	return Float32Array.from(convolve(signal, taps).subarray(delay, delay + signal.length));
}

function drawGains(random: Random, deviationDb: number): number[] {
	const drawn = octaves.map(() => deviationDb * Math.max(-2, Math.min(2, random.normal())));
	const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
	return drawn.map((x) => x - mean);
}

/** Taps of a filter with the given gains at the octaves, symmetric about `size / 2`. */
function linearPhase(gainsDb: readonly number[], sampleRate: number): Float64Array {
	const bins = size / 2 + 1;
	// A real spectrum whose sign alternates is that of an impulse in the middle.
	const re = Float64Array.from({ length: bins }, (_, k) => {
		const amplitude = 10 ** (gainAt((k * sampleRate) / size, gainsDb) / 20);
		return k % 2 === 0 ? amplitude : -amplitude;
	});
	const taps = new Float64Array(size);
	createRealFft(size).inverse(re, new Float64Array(bins), taps);
	return taps.map((x, i) => x * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size)));
}

function gainAt(frequency: number, gainsDb: readonly number[]): number {
	const position = Math.log2(Math.max(frequency, octaves[0] as number) / (octaves[0] as number));
	const below = Math.min(Math.floor(position), gainsDb.length - 1);
	const above = Math.min(below + 1, gainsDb.length - 1);
	const between = Math.min(1, position - below);
	return (gainsDb[below] as number) * (1 - between) + (gainsDb[above] as number) * between;
}
