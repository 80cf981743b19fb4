import type { Matrix } from "@undertone/core";
import { type Filterbank, packFilterbank } from "./filterbank.ts";
import { hzToMel, type MelScale, melToHz } from "./mel.ts";

/** Triangular bands; only the bins where a band is not zero are kept. */
export interface MelFilterbank {
	readonly nMels: number;
	/** Per band: its first bin, and the weights from there. */
	readonly bands: readonly { readonly first: number; readonly weights: Float64Array }[];
	/** The same, laid out for speed. */
	readonly packed: Filterbank;
}

/** Frequencies in Hz. */
export interface MelOptions {
	readonly sampleRate: number;
	readonly nFft?: number;
	readonly nMels?: number;
	readonly fMin?: number;
	/** At most half the sample rate, which is the default. */
	readonly fMax?: number;
	readonly melScale?: MelScale;
	/** Whether every band has the same area (`slaney`) or the same height. */
	readonly norm?: "slaney" | null;
}

/**
 * Mel filterbank: triangles whose corners are equally spaced on the mel scale, as `librosa.filters.mel`.
 *
 * @throws {RangeError} If `fMax` is not in (fMin, sampleRate / 2].
 */
export function melFilterbank({
	sampleRate,
	nFft = 2048,
	nMels = 128,
	fMin = 0,
	fMax = sampleRate / 2,
	melScale = "slaney",
	norm = "slaney",
}: MelOptions): MelFilterbank {
	if (!(fMax > fMin && fMax <= sampleRate / 2)) {
		throw new RangeError(
			`melFilterbank: fMax must be in (fMin, sampleRate / 2] = (${fMin}, ${sampleRate / 2}] Hz, got ${fMax}. Lower fMax or resample the signal.`,
		);
	}
	const low = hzToMel(fMin, melScale);
	const step = (hzToMel(fMax, melScale) - low) / (nMels + 1);
	const corner = (i: number): number => melToHz(low + step * i, melScale);
	const bins = nFft / 2 + 1;
	const bands = Array.from({ length: nMels }, (_, m) => {
		const [left, middle, right] = [corner(m), corner(m + 1), corner(m + 2)];
		const height = norm === "slaney" ? 2 / (right - left) : 1;
		const weights: number[] = [];
		let first = 0;
		for (let k = 0; k < bins; k++) {
			const hz = (k * sampleRate) / nFft;
			const weight = Math.min((hz - left) / (middle - left), (right - hz) / (right - middle));
			if (weight <= 0) continue;
			if (weights.length === 0) first = k;
			weights.push(weight * height);
		}
		return { first, weights: Float64Array.from(weights) };
	});
	return { nMels, bands, packed: packFilterbank(bands) };
}

/**
 * Sums a power spectrogram into mel bands.
 *
 * @param power - Shape `[frames, nFft / 2 + 1]`.
 * @returns Shape `[frames, nMels]`.
 */
export function applyMelFilterbank(
	power: Matrix,
	{ nMels, bands }: MelFilterbank,
): Matrix & { readonly data: Float64Array } {
	const data = new Float64Array(power.rows * nMels);
	for (let t = 0; t < power.rows; t++) {
		for (let m = 0; m < nMels; m++) {
			const { first, weights } = bands[m] as MelFilterbank["bands"][number];
			const from = t * power.columns + first;
			let sum = 0;
			for (let k = 0; k < weights.length; k++)
				sum += (weights[k] as number) * (power.data[from + k] as number);
			data[t * nMels + m] = sum;
		}
	}
	return { rows: power.rows, columns: nMels, data };
}
