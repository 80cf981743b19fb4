import { vadFrameLength } from "../vad/silero-graph.ts";

/** The last samples of a stream with the voice activity of their frames. */
export interface SampleWindow {
	/** Samples of the stream so far. */
	readonly position: number;
	/**
	 * Takes the next samples.
	 *
	 * @returns The frames of 512 samples that became whole, joined, or null when none did.
	 */
	append(samples: Float32Array): Float32Array | null;
	/** Takes the probabilities of the frames that `append` gave. */
	addProbabilities(probabilities: Float32Array): void;
	/** Forgets everything and goes on this many samples later. */
	skip(samples: number): void;
	/** The last samples, shorter than the window at the beginning and after a gap. */
	latest(): {
		readonly signal: Float32Array;
		/** Position of the first sample in the stream. */
		readonly start: number;
		/** Of the whole frames that end inside the window. */
		readonly probabilities: Float32Array;
		/** Number of the first of these frames: it begins at `512 · firstFrame`. */
		readonly firstFrame: number;
	};
}

/** An empty window of the given length in samples. */
export function createSampleWindow(length: number): SampleWindow {
	// What is needed of the past: the window, and the frame that is not whole yet.
	const capacity = 2 * length + 2 * vadFrameLength;
	const samples = new Float32Array(capacity);
	const frames = new Float32Array(Math.ceil(length / vadFrameLength) + 2);
	let held = 0;
	let position = 0;
	let framed = 0;
	let origin = 0;
	let frameCount = 0;

	const make = (room: number): void => {
		if (held + room <= capacity) return;
		const keep = Math.min(held, length + vadFrameLength);
		samples.copyWithin(0, held - keep, held);
		held = keep;
	};
	return {
		get position() {
			return position;
		},
		append: (next) => {
			if (next.length > length) {
				throw new RangeError(`SampleWindow.append: at most ${length} samples at once, got ${next.length}.`);
			}
			make(next.length);
			samples.set(next, held);
			held += next.length;
			position += next.length;
			const whole = Math.floor((position - framed) / vadFrameLength) * vadFrameLength;
			if (whole === 0) return null;
			const from = held - (position - framed);
			framed += whole;
			return samples.slice(from, from + whole);
		},
		addProbabilities: (probabilities) => {
			const keep = Math.max(0, frames.length - probabilities.length);
			frames.copyWithin(0, frames.length - keep);
			frames.set(probabilities.subarray(Math.max(0, probabilities.length - frames.length)), keep);
			frameCount += probabilities.length;
		},
		skip: (count) => {
			position += count;
			origin = position;
			framed = position;
			held = 0;
			frameCount = 0;
			frames.fill(0);
		},
		latest: () => {
			const start = Math.max(origin, position - length);
			const signal = samples.slice(held - (position - start), held);
			// Frame k of this stretch begins at origin + 512 k.
			const first = Math.ceil((start - origin) / vadFrameLength);
			const count = Math.max(0, Math.min(frames.length, frameCount - first));
			const probabilities = frames.slice(frames.length - count);
			return { signal, start, probabilities, firstFrame: origin / vadFrameLength + first };
		},
	};
}
