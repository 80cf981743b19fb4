import { createFormantFinder, formantEdge } from "../formants/create-formant-finder.ts";
import { createFormantResampler } from "../formants/create-formant-resampler.ts";
import type { FormantOptions, Formants } from "../formants/formants.ts";
import { createHeldFrames } from "./create-held-frames.ts";
import { wholeSamples } from "./whole-samples.ts";

/** Frequencies in Hz, times in seconds; see {@link FormantOptions}. */
export type FormantStreamOptions = Omit<FormantOptions, "where" | "part">;

/** Formants of a few frames of a stream, as {@link Formants} has them. */
export type FormantRows = Pick<Formants, "frames" | "count" | "frequencies" | "bandwidths">;

/** Turns chunks of a signal into formant tracks. */
export interface FormantStream {
	/**
	 * Takes the next samples, any number of them.
	 *
	 * @returns The frames that are complete now, possibly none.
	 */
	push(chunk: Float32Array): FormantRows;
	/** Ends the signal and gives the frames left. */
	finish(): FormantRows;
}

/**
 * Formants while the signal arrives: {@link formants}, frame by frame.
 *
 * Differs from the whole signal's tracks in two ways: frame t is centred on time t · step, zeros standing around the
 * signal (1 + floor(n / (step · sampleRate)) frames); the signal is resampled by a filter of 1,024 samples, where the
 * whole is filtered in the frequency domain without any transition, so that the highest formant moves most. Without
 * resampling (sampleRate = 2 · ceiling) frames that lie on the same time inside the signal are the same but for
 * rounding. Whatever the chunks, the tracks are the same.
 *
 * A frame comes when half its window (`windowDuration`) and 512 samples have gone by: 57 ms at 16 kHz.
 *
 * @throws {RangeError} If not 0 < ceiling ≤ sampleRate / 2, if `count` or `windowDuration` is not positive, `step` is no
 *   whole number of samples, or the rates are no whole numbers in a ratio of small ones.
 * @see Praat's manual, "Sound: To Formant (burg)..."; Burg (1975)
 *
 * @example
 * createFormantStream({ sampleRate: 16000 }).push(new Float32Array(1600)).frames // => 5
 */
export function createFormantStream({
	sampleRate,
	step = 0.01,
	count = 5,
	ceiling = 5500,
	windowDuration = 0.025,
	preEmphasisFrom = 50,
}: FormantStreamOptions): FormantStream {
	if (!(ceiling > 2 * formantEdge && ceiling <= sampleRate / 2 && count >= 1 && windowDuration > 0)) {
		throw new RangeError(
			`createFormantStream: ceiling must be in (100, sampleRate / 2] = (100, ${sampleRate / 2}] Hz and count and windowDuration positive, got ${ceiling} Hz, ${count} and ${windowDuration} s. Resample the signal, or lower the ceiling.`,
		);
	}
	const hopLength = wholeSamples("createFormantStream", step, sampleRate);
	const rate = 2 * ceiling;
	const { reach, resample } = createFormantResampler(sampleRate, rate);
	const finder = createFormantFinder(rate, count, windowDuration);
	const { half } = finder;
	const emphasis = Math.exp((-2 * Math.PI * preEmphasisFrom) / rate);
	// The resampled samples of a frame with the one before them.
	const samples = new Float64Array(2 * half + 1);
	/** Those that came last. */
	let newest = samples;
	const emphasised = new Float64Array(2 * half);
	let held = 0;
	let frame = 0;
	let rows: FormantRows = emptyRows(0, count);
	let at = 0;

	/** Moves on to the samples from `first` on, out of a part of the signal that begins with its sample `origin`. */
	const moveTo = (first: number, signal: Float32Array, origin: number): void => {
		const gone = Math.min(samples.length, frame === 0 ? samples.length : first - held);
		samples.copyWithin(0, gone);
		if (newest.length !== gone) newest = samples.subarray(samples.length - gone);
		resample(signal, origin, first + samples.length - gone, newest);
		held = first;
		for (let i = 0; i < 2 * half; i++) {
			emphasised[i] = (samples[i + 1] as number) - emphasis * (samples[i] as number);
		}
	};
	const margin = Math.ceil(((half + 2) * sampleRate) / rate) + reach + 2;
	const stream = createHeldFrames({
		hopLength,
		before: margin,
		after: margin,
		most: 8,
		take: (signal, centre, frames) => {
			const origin = frame * hopLength - centre;
			for (let t = 0; t < frames; t += 2) {
				const lanes = Math.min(2, frames - t);
				for (let lane = 0; lane < lanes; lane++) {
					// Sample k covers the times from k / rate on; frames lie as in `formants`.
					moveTo(Math.round((frame * hopLength * rate) / sampleRate) - half - 1, signal, origin);
					finder.load(lane, emphasised, 0);
					frame++;
				}
				finder.predict();
				for (let lane = 0; lane < lanes; lane++) {
					finder.find(lane, rows.frequencies, rows.bandwidths, at);
					at += count;
				}
			}
		},
	});
	const begin = (frames: number): void => {
		rows = emptyRows(frames, count);
		at = 0;
	};
	return {
		push: (chunk) => {
			begin(stream.due(chunk.length));
			stream.push(chunk);
			return rows;
		},
		finish: () => {
			begin(stream.left());
			stream.finish();
			return rows;
		},
	};
}

function emptyRows(frames: number, count: number): FormantRows {
	const frequencies = new Float64Array(frames * count).fill(Number.NaN);
	return { frames, count, frequencies, bandwidths: frequencies.slice() };
}
