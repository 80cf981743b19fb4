import type { Matrix } from "@undertone/core";

/** The smallest power told apart from none, as librosa has it. */
const leastPower = 1e-10;

/** 10 log10 of a power, that of `amin` at least. */
export function decibels(power: number, amin: number = leastPower): number {
	return 10 * Math.log10(Math.max(amin, power));
}

/**
 * 10 log10 of a power, as `librosa.power_to_db` with `ref=1`.
 *
 * @param options - `amin` is the smallest power told apart from none. `topDb` clamps everything below the
 *   largest value of the whole matrix minus so much; a stream, which never sees the whole, uses `null`. `highest` is
 *   the largest value in dB of a whole that the matrix is a part of.
 */
export function powerToDb(
	matrix: Matrix,
	{
		amin = leastPower,
		topDb = 80,
		highest: ofWhole = -Infinity,
	}: { readonly amin?: number; readonly topDb?: number | null; readonly highest?: number } = {},
): Matrix & { readonly data: Float64Array } {
	const n = matrix.data.length;
	const data = new Float64Array(n);
	let highest = ofWhole;
	for (let i = 0; i < n; i++) {
		const db = decibels(matrix.data[i] as number, amin);
		data[i] = db;
		if (db > highest) highest = db;
	}
	if (topDb !== null) {
		const floor = highest - topDb;
		for (let i = 0; i < n; i++) if ((data[i] as number) < floor) data[i] = floor;
	}
	return { rows: matrix.rows, columns: matrix.columns, data };
}
