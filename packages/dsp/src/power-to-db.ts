import type { Matrix } from "@undertone/core";

/**
 * 10 log10 of a power, as `librosa.power_to_db` with `ref=1`.
 *
 * @param options - `amin` is the smallest power told apart from none. `topDb` clamps everything below the
 *   largest value of the whole matrix minus so much; a stream, which never sees the whole, uses `null`.
 */
export function powerToDb(
	matrix: Matrix,
	{ amin = 1e-10, topDb = 80 }: { readonly amin?: number; readonly topDb?: number | null } = {},
): Matrix & { readonly data: Float64Array } {
	const data = Float64Array.from(matrix.data, (power) => 10 * Math.log10(Math.max(amin, power)));
	if (topDb !== null) {
		let floor = -Infinity;
		for (const value of data) if (value > floor) floor = value;
		floor -= topDb;
		for (let i = 0; i < data.length; i++) if ((data[i] as number) < floor) data[i] = floor;
	}
	return { rows: matrix.rows, columns: matrix.columns, data };
}
