import type { Matrix } from "@undertone/core";
import type { FrameFeature } from "../frames/frame-feature.ts";

/**
 * Local slope of each column by a Savitzky–Golay filter, at the ends that of the polynomial through the first and
 * last `width` frames: `librosa.feature.delta` with `mode="interp"`.
 *
 * @param matrix - Shape `[frames, columns]`.
 * @param options - `width` frames, odd; `order` 1 for deltas, 2 for delta-deltas.
 * @returns Shape `[frames, columns]`, per frame (per frame² for order 2).
 * @throws {RangeError} If `width` is no odd number of at least 3, or there are fewer frames.
 *
 * @example
 * deltas({ rows: 9, columns: 1, data: Float64Array.from({ length: 9 }, (_, t) => 2 * t) }).data[0] // => 2
 */
export function deltas(
	matrix: Matrix,
	{ width = 9, order = 1 }: { readonly width?: number; readonly order?: 1 | 2 } = {},
): Matrix & { readonly data: Float64Array } {
	const { rows, columns, data } = matrix;
	if (!(width >= 3 && width % 2 === 1)) {
		throw new RangeError(`deltas: width must be an odd number of at least 3, got ${width}.`);
	}
	if (rows < width) {
		throw new RangeError(
			`deltas: there must be at least width = ${width} frames, got ${rows}. Take a longer signal or a smaller width.`,
		);
	}
	const half = width >> 1;
	const fit = createFit(width, order);
	const out = new Float64Array(rows * columns);
	for (let t = 0; t < rows; t++) {
		// The ends: order 1 fits a line there, order 2 a parabola, whose derivative of that order is constant.
		const middle = Math.min(rows - 1 - half, Math.max(half, t));
		fit(data, middle * columns, columns, out, t * columns);
	}
	return { rows, columns, data: out };
}

/** {@link deltas} of a feature, order 1, as a feature of frames; 0 for signals of fewer than `width` frames. */
export function deltaFrames(source: FrameFeature, width = 9): FrameFeature {
	const { columns, hopLength } = source;
	const half = width >> 1;
	const fit = createFit(width, 1);
	const rowsAtOnce = 16;
	// The source's frames from `first` up to `known`: those that the next are fitted to.
	const rows = new Float64Array((rowsAtOnce + 4 * width) * columns);
	let first = 0;
	let known = 0;
	let t = 0;
	/** Computes the source's frames up to `until`; frame t is centred on sample `centre`. */
	const know = (until: number, signal: Float32Array, centre: number): void => {
		if ((until - first) * columns > rows.length) {
			const gone = known - 2 * width - first;
			rows.copyWithin(0, gone * columns);
			first += gone;
		}
		const at = (known - first) * columns;
		source.compute(signal, centre + (known - t) * hopLength, until - known, rows, at);
		known = until;
	};
	return {
		...source,
		// What the first frames are is known with the last that they are fitted to.
		after: source.after + 2 * half * hopLength,
		compute: (signal, centre, count, out, at) => {
			for (let done = 0; done < count; done += rowsAtOnce) {
				const some = Math.min(rowsAtOnce, count - done);
				const from = centre + done * hopLength;
				/** The signal's last frame, as far as it reaches. */
				const last = t + Math.floor((signal.length - from) / hopLength);
				const middleOf = (frame: number): number => Math.min(last - half, Math.max(half, frame));
				const begin = at + done * columns;
				if (last < 2 * half) out.fill(0, begin, begin + some * columns);
				else {
					const until = middleOf(t + some - 1) + half + 1;
					if (until > known) know(until, signal, from);
					for (let i = 0; i < some; i++) {
						fit(rows, (middleOf(t + i) - first) * columns, columns, out, begin + i * columns);
					}
				}
				t += some;
			}
		},
	};
}

/**
 * Gives the derivative of the polynomials through `width` rows, the middle one of which begins at index `at`; writes a
 * row to `out` from index `to` on.
 */
function createFit(
	width: number,
	order: 1 | 2,
): (data: Matrix["data"], at: number, columns: number, out: Float64Array, to: number) => void {
	const half = width >> 1;
	// Sums over an odd window of places n = −half … half: n⁰, n², n⁴.
	let n2 = 0;
	let n4 = 0;
	for (let n = 1; n <= half; n++) {
		n2 += 2 * n ** 2;
		n4 += 2 * n ** 4;
	}
	return (data, at, columns, out, to) => {
		for (let c = 0; c < columns; c++) {
			let first = 0;
			let second = 0;
			let zeroth = 0;
			for (let n = -half; n <= half; n++) {
				const x = data[at + c + n * columns] as number;
				zeroth += x;
				first += n * x;
				second += n * n * x;
			}
			const slope = first / n2;
			const curve = (2 * (width * second - n2 * zeroth)) / (width * n4 - n2 * n2);
			out[to + c] = order === 1 ? slope : curve;
		}
	};
}
