/** Equally spaced frames: the centre of frame i is at `start + i · step`. */
export interface FrameTimes {
	readonly frames: number;
	/** Centre of the first frame, s. */
	readonly start: number;
	/** s. */
	readonly step: number;
	/** Of a part of a recording: how many frames of the whole lie before it. */
	readonly origin?: number;
}

/** Where a signal lies in a longer recording, whose length it shares but for whole frames. */
export interface PartOf {
	/** Of the whole. */
	readonly samples: number;
	/** Frames of the whole before the part. */
	readonly origin: number;
}

/** A part, and how loud the whole is. */
export interface PartOfSound extends PartOf {
	/** Largest distance of a sample of the whole from the mean of all. */
	readonly peak: number;
}

/**
 * As many frames as fit into a signal, centred in it: Praat's short-term analyses.
 *
 * @param samples - Length of the signal.
 * @param sampleRate - Hz.
 * @param windowDuration - The part of the signal each frame needs, s.
 * @param step - s.
 * @param part - If the signal is a part: its frames then lie on the very samples where those of the whole do.
 * @returns No frame when the signal is shorter than one window.
 *
 * @example
 * frameTimes(24000, 16000, 0.04, 0.01) // => { frames: 147, start: 0.02, step: 0.01 }
 */
export function frameTimes(
	samples: number,
	sampleRate: number,
	windowDuration: number,
	step: number,
	part?: PartOf,
): FrameTimes {
	// Written so that rounding falls as in the reference: centres often lie midway between two samples.
	const duration = samples * (1 / sampleRate);
	const frames = Math.max(0, Math.floor((duration - windowDuration) / step) + 1);
	if (part !== undefined) {
		const whole = frameTimes(part.samples, sampleRate, windowDuration, step);
		const isLast = samplesBefore(part.origin, step, sampleRate) + samples >= part.samples;
		// Where a window fits to the last bit, rounding might leave the last part a frame more or less than the whole.
		const own = isLast ? Math.max(0, whole.frames - part.origin) : frames;
		return { frames: own, start: whole.start, step, origin: part.origin };
	}
	return { frames, start: 0.5 * duration - 0.5 * (frames * step) + 0.5 * step, step };
}

/** Where the centre of frame `t` lies among the samples (sample 0 covers 0 … 1 / sampleRate s, so is at its middle). */
export function frameCentre({ start, step, origin = 0 }: FrameTimes, t: number, sampleRate: number): number {
	const centre = (start + (t + origin) * step - 0.5 / sampleRate) / (1 / sampleRate);
	return centre - samplesBefore(origin, step, sampleRate);
}

/** Samples of the whole before a part that begins with frame `origin`. */
export function samplesBefore(origin: number, step: number, sampleRate: number): number {
	return Math.round(origin * step * sampleRate);
}
