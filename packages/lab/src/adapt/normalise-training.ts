import { type Matrix, zeros } from "@undertone/core";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import { bySpeaker } from "./by-speaker.ts";
import { populationOf, speakerUsual, writeNormalised } from "./speaker-statistics.ts";

/**
 * Training clips brought to what is usual over all training speakers: each speaker's mean and deviation of a feature
 * become those of the population. What tells emotions apart is then learnt within speakers, and so within corpora,
 * languages and microphones; clips to be predicted are left as they are.
 *
 * @param train - Indices of the training clips; other rows are 0 in what is returned.
 * @returns A matrix a version, rows as in `clips`.
 */
export function normaliseTraining(
	clips: Pick<LabelledClips, "versions" | "data" | "speakers" | "emotions">,
	train: Int32Array,
): Matrix[] {
	const groups = bySpeaker(clips, train);
	const population = populationOf(clips.data.x, groups, (row) => clips.emotions[row] === "neutral");
	return clips.versions.map((version) => {
		const out = zeros(version.rows, version.columns);
		for (const rows of groups) {
			const usual = speakerUsual(version, rows, "any", population);
			writeNormalised(version, rows, usual, out, (i) => rows[i] as number);
			for (const row of rows) toPopulation(out, row, population);
		}
		return out;
	});
}

/** From deviations of what is usual back to the feature's own unit. */
function toPopulation(
	x: Matrix,
	row: number,
	{ mean, variance }: { readonly mean: Float64Array; readonly variance: Float64Array },
): void {
	const at = row * x.columns;
	for (let j = 0; j < x.columns; j++) {
		const deviation = Math.sqrt(variance[j] as number);
		x.data[at + j] = (x.data[at + j] as number) * (deviation > 1e-9 ? deviation : 1) + (mean[j] as number);
	}
}
