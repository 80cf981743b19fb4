import type { Matrix } from "@undertone/core";

/**
 * A feature of frames that depend on nothing but the samples around them, or on frames before: one definition for whole
 * signals and for streams. Lengths in samples.
 */
export interface FrameFeature {
	/** Numbers a frame. */
	readonly columns: number;
	/** From one frame's centre to the next. */
	readonly hopLength: number;
	/** How many samples before and after its centre a frame depends on. */
	readonly before: number;
	readonly after: number;
	/**
	 * Computes frames, without allocating more than a few views; those of one signal are asked for in order, each once.
	 *
	 * @param signal - Mono samples, shape `[n]`; outside of it stands what the feature is padded with. Of a stream, samples
	 *   further than `before` and `after` from these frames' centres are not the signal's.
	 * @param centre - On which sample the first frame is centred.
	 * @param count - How many frames.
	 * @param out - Receives shape `[count, columns]` from index `at` on.
	 */
	compute(signal: Float32Array, centre: number, count: number, out: Float64Array, at: number): void;
}

/**
 * Frames of a whole signal.
 *
 * @param count - How many frames.
 * @param centre - On which sample the first frame is centred.
 * @returns Shape `[count, columns]`.
 */
export function framesOf(
	{ columns, compute }: FrameFeature,
	signal: Float32Array,
	count: number,
	centre = 0,
): Matrix & { readonly data: Float64Array } {
	const data = new Float64Array(count * columns);
	compute(signal, centre, count, data, 0);
	return { rows: count, columns, data };
}

/** Frames that are computed at once by {@link framesFrom}: as many as power spectra are. */
const rowsAtOnce = 16;

/**
 * A feature of another's frames.
 *
 * @param map - Turns `count` rows of the other, which it may change, into rows in `out` from index `at` on.
 */
export function framesFrom(
	source: FrameFeature,
	columns: number,
	map: (rows: Float64Array, count: number, out: Float64Array, at: number) => void,
): FrameFeature {
	const rows = new Float64Array(rowsAtOnce * source.columns);
	return {
		...source,
		columns,
		compute: (signal, centre, count, out, at) => {
			for (let done = 0; done < count; done += rowsAtOnce) {
				const some = Math.min(rowsAtOnce, count - done);
				source.compute(signal, centre + done * source.hopLength, some, rows, 0);
				map(rows, some, out, at + done * columns);
			}
		},
	};
}
