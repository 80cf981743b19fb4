import type { Emotion, Matrix } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { argmaxRows } from "@undertone/learn";
import type { StoredPrediction } from "../results/result.ts";

/**
 * What was said of pictures, as it is stored.
 *
 * @param probabilities - Shape `[pictures, labels]`.
 */
export function facePredictions(
	pictures: readonly FacePicture[],
	actual: readonly Emotion[],
	probabilities: Matrix,
	labels: readonly Emotion[],
): StoredPrediction[] {
	const best = argmaxRows(probabilities);
	return pictures.map(({ file }, i) => ({
		file,
		corpus: "FER2013",
		// Nobody knows who they are: intervals are over pictures.
		speaker: "unknown",
		fold: "fixed",
		repeat: 0,
		actual: actual[i] as Emotion,
		predicted: labels[best[i] as number] as Emotion,
		scores: Array.from(probabilities.data.subarray(i * labels.length, (i + 1) * labels.length)),
	}));
}
