import type { StftOptions } from "@undertone/dsp";

/** Lengths in samples, rate in Hz. */
export interface SpectralOptions extends StftOptions {
	readonly sampleRate: number;
}

/** Hz from one bin to the next. */
export function binWidth(sampleRate: number, bins: number): number {
	return sampleRate / (2 * (bins - 1));
}
