import type { Dataset } from "../dataset.ts";
import { fitScaler, scale } from "../scaler.ts";
import { fStatistics } from "./f-statistics.ts";

/**
 * The k features of greatest relevance and least redundancy (mRMR): each next one has the greatest F statistic
 * divided by its mean absolute correlation with those already chosen.
 *
 * @param k - At most the number of features.
 * @returns Column indices, best first.
 * @throws {RangeError} If k is out of range.
 * @see Ding & Peng (2005), doi:10.1142/S0219720005001004 (FCQ)
 */
export function mrmr(data: Dataset, k: number): number[] {
	const { columns } = data.x;
	if (!(Number.isInteger(k) && k >= 1 && k <= columns)) {
		throw new RangeError(`mrmr: k must be a whole number in [1, ${columns}], got ${k}.`);
	}
	const relevance = fStatistics(data);
	const z = scale(data.x, fitScaler(data.x));
	// Column by column, so that correlations run over neighbours.
	const lines = Array.from({ length: columns }, (_, f) =>
		Float32Array.from({ length: z.rows }, (_row, r) => z.data[r * columns + f] as number),
	);
	const norms = lines.map((line) => Math.sqrt(dot(line, line)));
	const redundancy = new Float64Array(columns);
	const chosen: number[] = [];
	const open = new Set(lines.keys());
	while (chosen.length < k) {
		let best = -1;
		let bestScore = Number.NEGATIVE_INFINITY;
		for (const f of open) {
			const shared = chosen.length === 0 ? 1 : Math.max((redundancy[f] as number) / chosen.length, 1e-6);
			const score = (relevance[f] as number) / shared;
			if (score > bestScore) {
				bestScore = score;
				best = f;
			}
		}
		chosen.push(best);
		open.delete(best);
		const newest = lines[best] as Float32Array;
		for (const f of open) {
			const product = (norms[f] as number) * (norms[best] as number);
			const correlation = product > 0 ? dot(lines[f] as Float32Array, newest) / product : 0;
			redundancy[f] = (redundancy[f] as number) + Math.abs(correlation);
		}
	}
	return chosen;
}

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
}
