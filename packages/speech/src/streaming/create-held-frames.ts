/** Cuts a stream into frames centred on multiples of a step, in a buffer of a fixed size. */
export interface HeldFrames {
	/** How many frames the next `samples` samples give. */
	due(samples: number): number;
	/** How many frames {@link finish} will give. */
	left(): number;
	/** Takes the next samples, any number of them. */
	push(chunk: Float32Array): void;
	/** Ends the signal: zeros stand behind it. */
	finish(): void;
}

/** What a {@link HeldFrames} gives, lengths in samples. */
export interface HeldFramesOptions {
	readonly hopLength: number;
	/** How many samples before its centre a frame depends on; zeros stand before the signal. */
	readonly before: number;
	/** How many samples after its centre a frame depends on. */
	readonly after: number;
	/** The most frames that are given at once. */
	readonly most: number;
	/** How many frames must be complete before any is given, at most `most`. */
	readonly least?: number;
	/**
	 * Receives frames that are complete.
	 *
	 * @param held - Samples, to be read only until the call returns.
	 * @param centre - Where in `held` the first frame has its centre; frame t has it t · hopLength later.
	 * @param count - Of the frames, at most `most`.
	 * @param begin - Before which sample of `held` the signal has not begun.
	 * @param end - With which sample of `held` the signal has ended; its length while it goes on.
	 */
	readonly take: (held: Float32Array, centre: number, count: number, begin: number, end: number) => void;
}

/**
 * Frames of a stream, frame t centred on sample t · hopLength, one for every step that begins within the signal. Nothing
 * is allocated after this call, whatever the chunks and however long the stream.
 */
export function createHeldFrames({
	hopLength,
	before,
	after,
	most,
	least = 1,
	take,
}: HeldFramesOptions): HeldFrames {
	const held = new Float32Array(before + 1 + after + most * hopLength);
	// Of the samples held: which sample of the signal the first is, and how many there are.
	let origin = -before;
	let size = before;
	/** Samples of the signal so far, and the next frame. */
	let length = 0;
	let frame = 0;
	let ended = false;

	const completeAt = (samples: number): number =>
		Math.max(0, Math.floor((samples - 1 - after) / hopLength) + 1);
	const makeRoom = (): void => {
		const gone = Math.min(size, frame * hopLength - before - origin);
		held.copyWithin(0, gone, size);
		size -= gone;
		origin += gone;
	};
	const give = (until: number): void => {
		while (frame < until) {
			const count = Math.min(most, until - frame);
			const end = ended ? length - origin : held.length;
			take(held, frame * hopLength - origin, count, Math.max(0, -origin), end);
			frame += count;
		}
	};
	const add = (samples: Float32Array | null, count: number, until: number): void => {
		for (let from = 0; from < count; ) {
			if (size === held.length) makeRoom();
			const next = Math.min(count - from, held.length - size);
			if (samples === null) held.fill(0, size, size + next);
			else held.set(next === count ? samples : samples.subarray(from, from + next), size);
			size += next;
			from += next;
			give(Math.min(until, completeAt(origin + size)));
		}
	};
	const due = (samples: number): number => {
		const complete = completeAt(length + samples) - frame;
		return complete < least ? 0 : complete;
	};
	return {
		due,
		left: () => 1 + Math.floor(length / hopLength) - frame,
		push: (chunk) => {
			const until = frame + due(chunk.length);
			length += chunk.length;
			add(chunk, chunk.length, until);
		},
		// A frame is centred on the signal's end at the latest.
		finish: () => {
			ended = true;
			add(null, after + 1, 1 + Math.floor(length / hopLength));
		},
	};
}
