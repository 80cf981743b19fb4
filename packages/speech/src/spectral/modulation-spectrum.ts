import type { Matrix } from "@undertone/core";
import { createRealFft, hann } from "@undertone/dsp";

/**
 * Modulation spectrum: how strongly each band's level swings at each rate. Of every column the mean is taken off,
 * a Hann window laid over the whole clip, zeros added up to a power of two, and the magnitude spectrum taken.
 *
 * @param levels - Band levels (log-mel), shape `[frames, bands]`.
 * @param options - `frameRate` in frames per second; rates up to `highest` Hz are summed into bands one octave wide
 *   from `lowest` on.
 * @returns Mean magnitude per modulation band, shape `[bands, octaves]`; 0 for fewer than four frames.
 * @see Wu, Falk & Chan (2011), doi:10.1016/j.specom.2010.08.013 (modulation features for emotion)
 */
export function modulationSpectrum(
	levels: Matrix,
	options: ModulationOptions,
): Matrix & { readonly data: Float64Array } {
	const { rows, columns, data } = levels;
	return modulationOf(
		Array.from({ length: columns }, (_, b) => {
			const contour = new Float64Array(rows);
			for (let t = 0; t < rows; t++) contour[t] = data[t * columns + b] as number;
			return contour;
		}),
		options,
	);
}

/** Frames per second; Hz. */
interface ModulationOptions {
	readonly frameRate: number;
	readonly lowest?: number;
	readonly highest?: number;
}

/** {@link modulationSpectrum} of bands that stand one after another, shape `[bands][frames]`. */
export function modulationOf(
	levels: readonly Float64Array[],
	{ frameRate, lowest = 0.5, highest = 32 }: ModulationOptions,
): Matrix & { readonly data: Float64Array } {
	const rows = levels[0]?.length ?? 0;
	const octaves = Math.round(Math.log2(highest / lowest));
	const out = new Float64Array(levels.length * octaves);
	if (rows < 4) return { rows: levels.length, columns: octaves, data: out };
	const size = 2 ** Math.ceil(Math.log2(rows));
	const fft = createRealFft(size);
	const window = hann(rows);
	const contour = new Float64Array(size);
	const re = new Float64Array(size / 2 + 1);
	const im = new Float64Array(size / 2 + 1);
	const counts = new Int32Array(octaves);
	const octaveOf = (k: number): number => Math.floor(Math.log2((k * frameRate) / size / lowest));
	for (let k = 1; k <= size / 2; k++) {
		const octave = octaveOf(k);
		if (octave >= 0 && octave < octaves) counts[octave] = (counts[octave] as number) + 1;
	}
	for (const [b, level] of levels.entries()) {
		let mean = 0;
		for (let t = 0; t < rows; t++) mean += level[t] as number;
		mean /= rows;
		for (let t = 0; t < rows; t++) contour[t] = ((level[t] as number) - mean) * (window[t] as number);
		fft.forward(contour, re, im);
		for (let k = 1; k <= size / 2; k++) {
			const octave = octaveOf(k);
			if (octave < 0 || octave >= octaves) continue;
			const magnitude = (2 * Math.hypot(re[k] as number, im[k] as number)) / rows;
			const at = b * octaves + octave;
			out[at] = (out[at] as number) + magnitude / (counts[octave] as number);
		}
	}
	return { rows: levels.length, columns: octaves, data: out };
}
