import {
	type FrameTimes,
	frameCentre,
	frameTimes,
	type PartOf,
	samplesBefore,
} from "../pitch/frame-times.ts";
import { createFormantFinder, formantEdge } from "./create-formant-finder.ts";
import { resampleForFormants } from "./resample-for-formants.ts";

/** Frequencies in Hz, times in seconds; the defaults are Praat's. */
export interface FormantOptions {
	readonly sampleRate: number;
	readonly step?: number;
	/** How many formants are looked for below the ceiling. */
	readonly count?: number;
	/** 5,500 suits women's voices, 5,000 men's. */
	readonly ceiling?: number;
	/** Effective length of the window; the window itself is twice as long. */
	readonly windowDuration?: number;
	/** Above this the spectrum is raised by 6 dB per octave. */
	readonly preEmphasisFrom?: number;
	/** Looks only at frames whose centre (s, of the whole recording) it accepts; the others stay NaN. */
	readonly where?: (time: number) => boolean;
	/** If the signal is a part of a recording: where it lies. */
	readonly part?: PartOf;
}

/** Formant tracks. */
export interface Formants extends FrameTimes {
	readonly count: number;
	/** Hz, rising in each frame, NaN where a frame has fewer, shape `[frames, count]`. */
	readonly frequencies: Float64Array;
	/** Hz, shape `[frames, count]`. */
	readonly bandwidths: Float64Array;
}

/**
 * Formants by linear prediction (Burg), the numbers of Praat's "To Formant (burg)".
 *
 * The signal is resampled to twice the ceiling and pre-emphasised; each frame, under a Gaussian window, gives a
 * predictor of order 2 · count, whose roots between 50 Hz and 50 Hz below the ceiling are the formants.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns No frame for a signal shorter than a window.
 * @throws {RangeError} If not 0 < ceiling ≤ sampleRate / 2, or `count`, `step` or `windowDuration` is not positive.
 * @see Praat's manual, "Sound: To Formant (burg)..."; Burg (1975)
 */
export function formants(signal: Float32Array, options: FormantOptions): Formants {
	const {
		sampleRate,
		step = 0.01,
		count = 5,
		ceiling = 5500,
		windowDuration = 0.025,
		preEmphasisFrom = 50,
		where = () => true,
		part,
	} = options;
	if (
		!(ceiling > 2 * formantEdge && ceiling <= sampleRate / 2 && count >= 1 && step > 0 && windowDuration > 0)
	) {
		throw new RangeError(
			`formants: ceiling must be in (100, sampleRate / 2] = (100, ${sampleRate / 2}] Hz and count, step and windowDuration positive, got ${ceiling} Hz, ${count}, ${step} s and ${windowDuration} s. Resample the signal, or lower the ceiling.`,
		);
	}
	const rate = 2 * ceiling;
	const x = resampleForFormants(signal, sampleRate, rate, samplesBefore(part?.origin ?? 0, step, sampleRate));
	preEmphasise(x, Math.exp((-2 * Math.PI * preEmphasisFrom) / rate));
	const resampled = part === undefined ? x.length : Math.round((part.samples / sampleRate) * rate);
	const own = frameTimes(x.length, rate, 2 * windowDuration, step, part && { ...part, samples: resampled });
	const times = { ...own, start: formantStart(part?.samples ?? signal.length, resampled, options) };
	const finder = createFormantFinder(rate, count, windowDuration);
	const frequencies = new Float64Array(times.frames * count).fill(Number.NaN);
	const bandwidths = frequencies.slice();
	// Frames two at a time, of those that are asked for.
	for (let t = 0; t < times.frames; ) {
		let filled = 0;
		const pair = [-1, -1].map(() => {
			while (t < times.frames && !where(times.start + (t + (part?.origin ?? 0)) * step)) t++;
			if (t >= times.frames) return -1;
			finder.load(filled++, x, Math.floor(frameCentre(own, t, rate)) + 1 - finder.half);
			return t++;
		});
		finder.predict();
		for (const [lane, frame] of pair.entries()) {
			if (frame >= 0) finder.find(lane, frequencies, bandwidths, frame * count);
		}
	}
	return { ...times, count, frequencies, bandwidths };
}

/**
 * Centre of the first frame of {@link formants}, s.
 *
 * @param samples - Of the signal.
 * @param resampled - Samples at twice the ceiling.
 */
function formantStart(
	samples: number,
	resampled: number,
	{ sampleRate, ceiling = 5500, windowDuration = 0.025, step = 0.01 }: FormantOptions,
): number {
	const rate = 2 * ceiling;
	// Sample 0 of the resampled signal stands at this time.
	const origin = 0.5 * (samples / sampleRate - (resampled - 1) / rate);
	return frameTimes(resampled, rate, 2 * windowDuration, step).start + origin - 0.5 / rate;
}

function preEmphasise(x: Float64Array, a: number): void {
	for (let i = x.length - 1; i > 0; i--) x[i] = (x[i] as number) - a * (x[i - 1] as number);
}
