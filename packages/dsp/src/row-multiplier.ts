import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/** Multiplies rows, shape `[count, n]`, by a fixed matrix; gives shape `[count, columns]`. */
export type RowMultiplier = (rows: Float32Array | Float64Array, count: number) => Float64Array;

const rowsAtOnce = 32;

/**
 * A product with one matrix, again and again.
 *
 * @param matrix - Shape `[n, columns]`, row-major.
 * @param kernel - Null for plain TypeScript, which gives the same bits.
 */
export function createRowMultiplier(
	matrix: Float64Array,
	n: number,
	columns: number,
	kernel: SpectralKernel | null = createSpectralKernel(),
): RowMultiplier {
	if (kernel === null) return (rows, count) => multiply(rows, count, n, matrix, columns);
	const even = columns + (columns & 1);
	const matrixAt = kernel.allocate(8 * n * even);
	const rowsAt = kernel.allocate(8 * rowsAtOnce * n);
	const outAt = kernel.allocate(8 * rowsAtOnce * even);
	const inside = new Float64Array(kernel.buffer(), matrixAt, n * even);
	for (let i = 0; i < n; i++) inside.set(matrix.subarray(i * columns, (i + 1) * columns), i * even);
	return (rows, count) => {
		const out = new Float64Array(count * columns);
		const from = new Float64Array(kernel.buffer(), rowsAt, rowsAtOnce * n);
		const to = new Float64Array(kernel.buffer(), outAt, rowsAtOnce * even);
		for (let first = 0; first < count; first += rowsAtOnce) {
			const some = Math.min(rowsAtOnce, count - first);
			from.set(rows.subarray(first * n, (first + some) * n));
			kernel.multiply(rowsAt, some, n, matrixAt, even, outAt);
			if (even === columns) out.set(to.subarray(0, some * columns), first * columns);
			else {
				for (let r = 0; r < some; r++)
					out.set(to.subarray(r * even, r * even + columns), (first + r) * columns);
			}
		}
		return out;
	};
}

function multiply(
	rows: Float32Array | Float64Array,
	count: number,
	n: number,
	matrix: Float64Array,
	columns: number,
): Float64Array {
	const out = new Float64Array(count * columns);
	for (let r = 0; r < count; r++) {
		for (let k = 0; k < columns; k++) {
			let sum = 0;
			for (let i = 0; i < n; i++) sum += (rows[r * n + i] as number) * (matrix[i * columns + k] as number);
			out[r * columns + k] = sum;
		}
	}
	return out;
}
