import type { Emotion, Matrix } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { logisticRegression } from "@undertone/learn";
import { voteClasses } from "./face-network.ts";

/**
 * How likely each label is, given what the FER+ raters said of a picture: a logistic regression on the square roots
 * of the shares of votes and of the products of every two, fitted on these very pictures.
 *
 * A label is one person's word; its mean over pictures that ten others saw alike is less noisy, and says what that
 * person's words and theirs differ in.
 *
 * @returns Shape `[pictures, labels]`.
 * @see Lopez-Paz et al. (2016), arXiv:1511.03643, for teachers that see more than the network will
 */
export async function learnFromVotes(
	pictures: readonly FacePicture[],
	labels: readonly Emotion[],
	signal?: AbortSignal,
): Promise<Matrix> {
	const rows = pictures.map(({ votes }) => describeVotes(votes));
	const columns = rows[0]?.length ?? 0;
	const x: Matrix = { rows: rows.length, columns, data: Float32Array.from(rows.flat()) };
	const y = Int32Array.from(pictures, ({ emotion }) => labels.indexOf(emotion));
	const model = await logisticRegression().fit(
		{ x, y, labels },
		{ seed: 0, ...(signal === undefined ? {} : { signal }) },
	);
	return model.predict(x);
}

/** The geometric mean of two matrices of probabilities, each row brought to a sum of 1. */
export function geometricMean(a: Matrix, b: Matrix): Matrix {
	const { rows, columns } = a;
	const data = Float32Array.from(a.data, (p, i) => Math.sqrt(p * (b.data[i] as number)));
	for (let r = 0; r < rows; r++) {
		const row = data.subarray(r * columns, (r + 1) * columns);
		const sum = row.reduce((total, p) => total + p, 0);
		for (let c = 0; c < columns; c++) row[c] = (row[c] as number) / sum;
	}
	return { rows, columns, data };
}

/** Roots of the shares of votes, then the roots of the products of every two; all 0 where nobody voted. */
function describeVotes(votes: readonly number[]): number[] {
	const counts = votes.slice(0, voteClasses);
	const total = counts.reduce((sum, count) => sum + count, 0) || 1;
	const roots = counts.map((count) => Math.sqrt(count / total));
	return [...roots, ...roots.flatMap((root, i) => roots.slice(i + 1).map((other) => root * other))];
}
