import { type Matrix, zeros } from "@undertone/core";
import { argmaxRows } from "@undertone/learn";
import type { FitJob } from "./fit-job.ts";

/** Rows of what was to be predicted, and the classes they are taken to be. */
export interface PseudoLabels {
	readonly rows: readonly number[];
	readonly y: readonly number[];
}

/**
 * Of every predicted class the share of its rows that are surest of it; all classes keep their proportions, so that an
 * easy one does not crowd out the others.
 *
 * @param probabilities - Shape `[rows, classes]`.
 * @param share - In (0, 1].
 */
export function pseudoLabels(probabilities: Matrix, share: number): PseudoLabels {
	const { columns, data } = probabilities;
	const predicted = argmaxRows(probabilities);
	const chosen = Array.from({ length: columns }, (_, c) => {
		const sure = (row: number): number => data[row * columns + c] as number;
		const own = Array.from(predicted, (y, row) => (y === c ? row : -1)).filter((row) => row >= 0);
		return own.sort((a, b) => sure(b) - sure(a)).slice(0, Math.ceil(share * own.length));
	});
	return {
		rows: chosen.flat(),
		y: chosen.flatMap((rows, c) => rows.map(() => c)),
	};
}

/**
 * A fit whose training part has such rows besides: those of what it predicts, as a corpus of their own in which every
 * class may be.
 *
 * @param job - Predicts them by its second matrix.
 * @param weight - Of each of them.
 * @see Scudder (1965), doi:10.1109/TIT.1965.1053799
 */
export function withPseudoLabels(job: FitJob, { rows, y }: PseudoLabels, weight: number): FitJob {
	const { x, y: known, labels, allowed, groups } = job.train;
	const asked = job.predict[1] as Matrix;
	const joined = zeros(x.rows + rows.length, x.columns);
	joined.data.set(x.data);
	for (const [i, row] of rows.entries()) {
		const from = asked.data.subarray(row * asked.columns, (row + 1) * asked.columns);
		joined.data.set(from, (x.rows + i) * x.columns);
	}
	const mask = new Uint8Array(joined.rows * labels.length).fill(1);
	if (allowed !== undefined) mask.set(allowed);
	const weights = new Float32Array(joined.rows).fill(1);
	if (job.sampleWeights !== undefined) weights.set(job.sampleWeights);
	weights.fill(weight, x.rows);
	return {
		...job,
		train: {
			x: joined,
			y: Int32Array.of(...known, ...y),
			labels,
			...(allowed === undefined ? {} : { allowed: mask }),
			// Nobody knows here who says them: each may be somebody else.
			...(groups === undefined ? {} : { groups: [...groups, ...rows.map((row) => `heard ${row}`)] }),
		},
		sampleWeights: weights,
	};
}
