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
		for (let c = 0; c < columns; c++) {
			const at = t * columns + c;
			out[at] =
				middle === t || t === 0 ? fit(data, middle * columns + c, columns) : (out[at - columns] as number);
		}
	}
	return { rows, columns, data: out };
}

/** {@link deltas} of a feature, order 1, as a feature of frames; 0 for signals of fewer than `width` frames. */
export function deltaFrames(source: FrameFeature, width = 9): FrameFeature {
	const { columns, hopLength } = source;
	const half = width >> 1;
	const fit = createFit(width, 1);
	// The source's frames from `first` up to `known`.
	const rows = new Float64Array(4 * width * columns);
	let first = 0;
	let known = 0;
	let t = 0;
	return {
		...source,
		// What the first frames are is known with the last that they are fitted to.
		after: source.after + 2 * half * hopLength,
		compute: (signal, centre, count, out, at) => {
			for (let i = 0; i < count; i++, t++) {
				/** Frames of the signal after this one, as far as it reaches. */
				const following = Math.floor((signal.length - centre) / hopLength) - i;
				const place = at + i * columns;
				if (t + following < 2 * half) {
					out.fill(0, place, place + columns);
					continue;
				}
				const middle = Math.min(t + following - half, Math.max(half, t));
				for (; known <= middle + half; known++) {
					if ((known - first) * columns === rows.length) {
						rows.copyWithin(0, rows.length - 2 * width * columns);
						first = known - 2 * width;
					}
					source.compute(signal, centre + (i + known - t) * hopLength, 1, rows, (known - first) * columns);
				}
				for (let c = 0; c < columns; c++) {
					out[place + c] = fit(rows, (middle - first) * columns + c, columns);
				}
			}
		},
	};
}

/** Gives the derivative of the polynomial through `width` numbers, the middle one at `at`, `stride` apart. */
function createFit(
	width: number,
	order: 1 | 2,
): (data: Matrix["data"], at: number, stride: number) => number {
	const half = width >> 1;
	// Sums over an odd window of places n = −half … half: n⁰, n², n⁴.
	let n2 = 0;
	let n4 = 0;
	for (let n = 1; n <= half; n++) {
		n2 += 2 * n ** 2;
		n4 += 2 * n ** 4;
	}
	return (data, at, stride) => {
		let first = 0;
		let second = 0;
		let zeroth = 0;
		for (let n = -half; n <= half; n++) {
			const x = data[at + n * stride] as number;
			zeroth += x;
			first += n * x;
			second += n * n * x;
		}
		if (order === 1) return first / n2;
		return (2 * (width * second - n2 * zeroth)) / (width * n4 - n2 * n2);
	};
}
