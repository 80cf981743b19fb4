import { argmax, type Matrix, zeros } from "@undertone/core";

/** exp(z / T) of every row, divided by its sum. */
export function softmaxRows(logits: Matrix, temperature = 1): Matrix & { readonly data: Float32Array } {
	const { rows, columns, data } = logits;
	const out = zeros(rows, columns);
	for (let r = 0; r < rows; r++) {
		const at = r * columns;
		let highest = Number.NEGATIVE_INFINITY;
		for (let c = 0; c < columns; c++) highest = Math.max(highest, data[at + c] as number);
		let sum = 0;
		for (let c = 0; c < columns; c++) sum += Math.exp(((data[at + c] as number) - highest) / temperature);
		for (let c = 0; c < columns; c++) {
			out.data[at + c] = Math.exp(((data[at + c] as number) - highest) / temperature) / sum;
		}
	}
	return out;
}

/** Index of the highest number of every row; the first of equals. */
export function argmaxRows({ rows, columns, data }: Matrix): Int32Array {
	const best = new Int32Array(rows);
	for (let r = 0; r < rows; r++) {
		best[r] = argmax(data.subarray(r * columns, (r + 1) * columns));
	}
	return best;
}
