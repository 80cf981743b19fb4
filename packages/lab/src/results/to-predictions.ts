import type { Emotion, Matrix } from "@undertone/core";
import type { Utterance } from "@undertone/corpora";
import { argmaxRows } from "@undertone/learn";
import type { StoredPrediction } from "./result.ts";

/** Rows of `predictions.csv` from the probabilities of a test part. */
export function toPredictions(
	utterances: readonly Utterance[],
	actual: readonly Emotion[],
	probabilities: Matrix,
	labels: readonly Emotion[],
	{ fold, repeat = 0 }: { readonly fold: string; readonly repeat?: number },
): StoredPrediction[] {
	const best = argmaxRows(probabilities);
	return utterances.map((utterance, r) => ({
		file: utterance.file,
		corpus: utterance.corpus,
		speaker: utterance.speaker,
		fold,
		repeat,
		actual: actual[r] as Emotion,
		predicted: labels[best[r] as number] as Emotion,
		scores: Array.from(probabilities.data.subarray(r * labels.length, (r + 1) * labels.length)),
	}));
}
