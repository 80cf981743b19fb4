import type { Matrix } from "@undertone/core";

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
	const out = new Float64Array(rows * columns);
	// Sums over an odd window of places n = −half … half: n⁰, n², n⁴.
	let n2 = 0;
	let n4 = 0;
	for (let n = 1; n <= half; n++) {
		n2 += 2 * n ** 2;
		n4 += 2 * n ** 4;
	}
	for (let c = 0; c < columns; c++) {
		for (let t = half; t < rows - half; t++) {
			let first = 0;
			let second = 0;
			let zeroth = 0;
			for (let n = -half; n <= half; n++) {
				const x = data[(t + n) * columns + c] as number;
				zeroth += x;
				first += n * x;
				second += n * n * x;
			}
			const slope = first / n2;
			const curve = (2 * (width * second - n2 * zeroth)) / (width * n4 - n2 * n2);
			out[t * columns + c] = order === 1 ? slope : curve;
			// The ends: order 1 fits a line there, order 2 a parabola, whose derivative of that order is constant.
			if (t === half) for (let n = 0; n < half; n++) out[n * columns + c] = out[t * columns + c] as number;
			if (t === rows - half - 1) {
				for (let n = rows - half; n < rows; n++) out[n * columns + c] = out[t * columns + c] as number;
			}
		}
	}
	return { rows, columns, data: out };
}
