import type { Emotion, Prediction, Reason, Scores } from "@undertone/core";

/**
 * A prediction from probabilities: the label with the highest score, or none where the score is under the
 * model's threshold or something else forbids it.
 *
 * @param probabilities - One for each label; they sum to 1.
 * @param threshold - The highest score below which the answer is "not sure".
 * @param reasons - What was noticed before.
 * @param doubtful - Whether that forbids a label.
 */
export function predictionFrom(
	probabilities: ArrayLike<number>,
	labels: readonly Emotion[],
	threshold: number,
	reasons: readonly Reason[] = [],
	doubtful = false,
): Prediction {
	const scores: Scores = {};
	let best = 0;
	for (const [i, label] of labels.entries()) {
		scores[label] = probabilities[i] as number;
		if ((probabilities[i] as number) > (probabilities[best] as number)) best = i;
	}
	const confidence = probabilities[best] as number;
	const low = confidence < threshold;
	const notSure = doubtful || low;
	return {
		label: notSure ? null : (labels[best] as Emotion),
		scores,
		confidence,
		notSure,
		reasons: low ? [...reasons, "low-confidence"] : reasons,
	};
}

/** The prediction where nothing can be scored. */
export function noPrediction(reasons: readonly Reason[]): Prediction {
	return { label: null, scores: null, confidence: 0, notSure: true, reasons };
}
