import { kernelView } from "./kernel/kernel-view.ts";
import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/**
 * Multiplies rows, shape `[count, n]`, by a fixed matrix.
 *
 * @param out - Receives shape `[count, columns]` from index `at` on; without it, a new array does.
 * @returns `out`.
 */
export type RowMultiplier = (
	rows: Float32Array | Float64Array,
	count: number,
	out?: Float64Array,
	at?: number,
) => Float64Array;

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
	if (kernel === null) {
		return (rows, count, out = new Float64Array(count * columns), at = 0) => {
			multiply(rows, count, n, matrix, columns, out, at);
			return out;
		};
	}
	const even = columns + (columns & 1);
	const matrixAt = kernel.allocate(8 * n * even);
	const rowsAt = kernel.allocate(8 * rowsAtOnce * n);
	const outAt = kernel.allocate(8 * rowsAtOnce * even);
	const inside = new Float64Array(kernel.buffer(), matrixAt, n * even);
	for (let i = 0; i < n; i++) inside.set(matrix.subarray(i * columns, (i + 1) * columns), i * even);
	const from = kernelView(kernel, rowsAt);
	const to = kernelView(kernel, outAt);
	return (rows, count, out = new Float64Array(count * columns), at = 0) => {
		for (let first = 0; first < count; first += rowsAtOnce) {
			const some = Math.min(rowsAtOnce, count - first);
			from(some * n).set(rows.subarray(first * n, (first + some) * n));
			kernel.multiply(rowsAt, some, n, matrixAt, even, outAt);
			const product = to(some * even);
			if (even === columns) out.set(product, at + first * columns);
			else {
				for (let r = 0; r < some; r++) {
					const place = at + (first + r) * columns;
					for (let c = 0; c < columns; c++) out[place + c] = product[r * even + c] as number;
				}
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
	out: Float64Array,
	at: number,
): void {
	for (let r = 0; r < count; r++) {
		for (let k = 0; k < columns; k++) {
			let sum = 0;
			for (let i = 0; i < n; i++) sum += (rows[r * n + i] as number) * (matrix[i * columns + k] as number);
			out[at + r * columns + k] = sum;
		}
	}
}
