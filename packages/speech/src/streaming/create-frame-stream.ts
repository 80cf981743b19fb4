import type { Matrix } from "@undertone/core";

/** Turns chunks of a signal into rows of frames; holds no more samples than the frames to come need. */
export interface FrameStream {
	/**
	 * Takes the next samples, any number of them.
	 *
	 * @returns The frames that are complete now, possibly none.
	 */
	push(chunk: Float32Array): Matrix & { readonly data: Float64Array };
	/** Ends the signal and gives the frames left. */
	finish(): Matrix & { readonly data: Float64Array };
}

/** What a {@link FrameStream} computes, lengths in samples. */
export interface FrameStreamOptions {
	readonly columns: number;
	readonly hopLength: number;
	/** How many samples before and after its centre a frame depends on. */
	readonly reach: number;
	/**
	 * The feature of a whole signal, frame t centred on sample t · hopLength; shape
	 * `[1 + floor(n / hopLength), columns]`.
	 */
	readonly whole: (signal: Float32Array) => Matrix;
	/** How many frames are computed at once; more is cheaper and later. */
	readonly framesAtOnce?: number;
}

/** Frames that one call of `whole` may give, which bounds the memory a large chunk needs. */
const mostAtOnce = 512;

/**
 * A stream of any feature whose frames depend on nothing but the samples around them: whatever the chunks, it gives
 * the very numbers that `whole` gives of the whole signal.
 *
 * The frames are computed from a piece of the signal that begins and ends far enough outside of them.
 *
 * @throws {RangeError} If `hopLength` or `framesAtOnce` is no positive integer.
 */
export function createFrameStream({
	columns,
	hopLength,
	reach,
	whole,
	framesAtOnce = 1,
}: FrameStreamOptions): FrameStream {
	for (const [name, value] of Object.entries({ hopLength, framesAtOnce })) {
		if (!(Number.isInteger(value) && value >= 1)) {
			throw new RangeError(`createFrameStream: ${name} must be a positive integer, got ${value}.`);
		}
	}
	/** Frames that a piece begins before the first that counts. */
	const before = Math.ceil(reach / hopLength);
	let held = new Float32Array(4 * (reach + hopLength));
	/** How many samples are held, and which frame's centre the first of them is. */
	let size = 0;
	let origin = 0;
	let frame = 0;

	const frames = (until: number): Matrix & { readonly data: Float64Array } => {
		const rows = Math.max(0, until - frame);
		const data = new Float64Array(rows * columns);
		for (let done = 0; done < rows; ) {
			const count = Math.min(mostAtOnce, rows - done);
			const first = Math.max(origin, frame - before);
			const from = (first - origin) * hopLength;
			const to = Math.min(size, (frame + count - 1 - origin) * hopLength + reach + 1);
			const matrix = whole(held.subarray(from, Math.max(from, to)));
			const at = (frame - first) * columns;
			data.set(matrix.data.subarray(at, at + count * columns), done * columns);
			frame += count;
			done += count;
		}
		return { rows, columns, data };
	};

	return {
		push: (chunk) => {
			const kept = Math.max(origin, frame - before);
			const gone = Math.min(size, (kept - origin) * hopLength);
			held.copyWithin(0, gone, size);
			size -= gone;
			origin = kept;
			if (held.length < size + chunk.length) {
				const grown = new Float32Array(2 * (size + chunk.length));
				grown.set(held.subarray(0, size));
				held = grown;
			}
			held.set(chunk, size);
			size += chunk.length;
			// Frame t needs the samples up to t · hopLength + reach.
			const complete = origin + Math.floor((size - 1 - reach) / hopLength) + 1;
			return frames(complete - frame >= framesAtOnce ? complete : frame);
		},
		finish: () => frames(origin + 1 + Math.floor(size / hopLength)),
	};
}
