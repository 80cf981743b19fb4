import { forEachPower } from "@undertone/dsp";
import { medianOfBlocks } from "../functionals/median-of-blocks.ts";
import { binWidth, type SpectralOptions } from "./spectral-options.ts";

const resolution = 0.01;
const lowest = 150;
const highest = 4000;

/** Gathers spectral peaks, frame by frame, for {@link estimateTuning}. */
export interface TuningEstimator {
	/** Takes one frame of a magnitude or power spectrum beginning at `at`. */
	add(spectrum: Float64Array, at: number): void;
	/** The tuning so far, a share of a semitone in [−0.5, 0.5). */
	tuning(): number;
}

/**
 * How far a recording's pitches lie from those tuned to A = 440 Hz: `librosa.estimate_tuning` of a power or
 * magnitude spectrogram. Peaks of each spectrum (150–4000 Hz, above a tenth of the frame's highest bin) are
 * refined by a parabola; those of at least median height vote in a histogram of cents.
 *
 * @param options - `power` takes the power spectrogram (as `chroma_stft` does), else the magnitudes.
 * @returns A share of a semitone in [−0.5, 0.5), in steps of 0.01.
 */
export function estimateTuning(
	signal: Float32Array,
	{ power = true, ...options }: SpectralOptions & { readonly power?: boolean },
): number {
	const bins = (options.nFft ?? 2048) / 2 + 1;
	const estimator = createTuningEstimator(options.sampleRate, bins);
	const magnitude = new Float64Array(bins);
	forEachPower(signal, options, ({ rows, count, plan }) => {
		for (let r = 0; r < count; r++) {
			if (power) estimator.add(rows, r * plan.stride);
			else {
				for (let k = 0; k < bins; k++) magnitude[k] = Math.sqrt(rows[r * plan.stride + k] as number);
				estimator.add(magnitude, 0);
			}
		}
	});
	return estimator.tuning();
}

/** @param bins - nFft / 2 + 1. */
export function createTuningEstimator(sampleRate: number, bins: number): TuningEstimator {
	const hz = binWidth(sampleRate, bins);
	const first = Math.max(1, Math.ceil(lowest / hz));
	const last = Math.min(bins - 2, Math.ceil(Math.min(highest, sampleRate / 2) / hz) - 1);
	// Of an hour there are millions: blocks are filled one after another, and never copied.
	const blocks: { readonly heights: Float32Array; readonly places: Uint8Array }[] = [];
	let heights = new Float32Array(0);
	let places = new Uint8Array(0);
	/** Of the last block. */
	let size = 0;
	return {
		add: (spectrum, at) => {
			let peak = 0;
			for (let k = at; k < at + bins; k++) if ((spectrum[k] as number) > peak) peak = spectrum[k] as number;
			const threshold = 0.1 * peak;
			for (let k = first; k <= last; k++) {
				const here = spectrum[at + k] as number;
				if (!(here > threshold)) continue;
				const before = spectrum[at + k - 1] as number;
				const after = spectrum[at + k + 1] as number;
				if (!(here > (before > threshold ? before : 0) && here >= (after > threshold ? after : 0))) continue;
				const a = before + after - 2 * here;
				const b = (after - before) / 2;
				const shift = Math.abs(b) >= Math.abs(a) ? 0 : -b / a;
				if (size === heights.length) {
					heights = new Float32Array(Math.min(longestBlock, Math.max(4096, 2 * size)));
					places = new Uint8Array(heights.length);
					blocks.push({ heights, places });
					size = 0;
				}
				heights[size] = here + 0.5 * b * shift;
				places[size++] = histogramBin((k + shift) * hz);
			}
		},
		tuning: () => {
			const last = blocks.at(-1);
			if (last === undefined) return 0;
			const filled = blocks.map((block) => (block === last ? heights.subarray(0, size) : block.heights));
			const threshold = medianOfBlocks(filled);
			const counts = new Int32Array(1 / resolution);
			for (const [b, some] of filled.entries()) {
				const { places } = blocks[b] as { readonly places: Uint8Array };
				for (let i = 0; i < some.length; i++) {
					if ((some[i] as number) >= threshold) {
						counts[places[i] as number] = (counts[places[i] as number] as number) + 1;
					}
				}
			}
			let best = 0;
			for (let i = 1; i < counts.length; i++) if ((counts[i] as number) > (counts[best] as number)) best = i;
			return best * resolution - 0.5;
		},
	};
}

/** Peaks that are kept in one block. */
const longestBlock = 262_144;

/** Which hundredth of a semitone, counted from −0.5. */
function histogramBin(frequency: number): number {
	const semitones = 12 * Math.log2(frequency / 27.5);
	let residual = semitones - Math.floor(semitones);
	if (residual >= 0.5) residual--;
	return Math.min(99, Math.max(0, Math.floor((residual + 0.5) / resolution)));
}
