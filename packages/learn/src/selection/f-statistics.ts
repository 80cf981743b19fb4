import type { Dataset } from "../dataset.ts";
import { fitScaler, scale } from "../scaler.ts";

/**
 * Of every feature, the F statistic of a one-way analysis of variance over the classes: how far class means lie
 * apart against the spread within.
 *
 * @returns 0 for a constant feature.
 * @see Fisher (1925), Statistical methods for research workers
 */
export function fStatistics({ x, y, labels }: Dataset): Float64Array {
	const z = scale(x, fitScaler(x));
	const { rows, columns } = z;
	const classes = labels.length;
	const counts = new Float64Array(classes);
	const sums = new Float64Array(classes * columns);
	const squares = new Float64Array(columns);
	const totals = new Float64Array(columns);
	for (let r = 0; r < rows; r++) {
		const c = y[r] as number;
		counts[c] = (counts[c] as number) + 1;
		for (let f = 0; f < columns; f++) {
			const value = z.data[r * columns + f] as number;
			sums[c * columns + f] = (sums[c * columns + f] as number) + value;
			totals[f] = (totals[f] as number) + value;
			squares[f] = (squares[f] as number) + value * value;
		}
	}
	const present = counts.filter((count) => count > 0).length;
	return Float64Array.from({ length: columns }, (_, f) => {
		const total = totals[f] as number;
		const correction = (total * total) / rows;
		let between = -correction;
		for (let c = 0; c < classes; c++) {
			const count = counts[c] as number;
			if (count > 0) between += (sums[c * columns + f] as number) ** 2 / count;
		}
		const within = (squares[f] as number) - correction - between;
		if (squares[f] === 0 || within <= 0) return between > 1e-9 ? Number.MAX_VALUE : 0;
		return between / (present - 1) / (within / (rows - present));
	});
}
