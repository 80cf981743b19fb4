import type { Emotion } from "@undertone/core";
import { type Metric, measure, type StoredPrediction } from "@undertone/lab";
import { confusionMatrix, recall } from "@undertone/learn";

/** How a model does on a corpus. */
export interface Evaluation {
	readonly model: string;
	readonly sha256: string;
	readonly corpus: string;
	/** Clips tested. */
	readonly n: number;
	readonly speakers: number;
	/** Whose they are, in words, where nobody knows how many people there are. */
	readonly people?: string;
	/** The classes tested: those that the corpus has and the model knows. */
	readonly labels: readonly Emotion[];
	/** `calm` counted as `neutral`, and so on. */
	readonly mapped: Readonly<Record<string, Emotion>>;
	/** Clips left out, by label that the model does not know. */
	readonly leftOut: Readonly<Record<string, number>>;
	/** Files of the corpus that could not be used, and why. */
	readonly unknownFiles: readonly { readonly file: string; readonly reason: string }[];
	/** Whether the model was trained on this corpus, which makes the figures no test. */
	readonly trainedOnIt: boolean;
	readonly metrics: Readonly<Record<string, Metric>>;
	readonly intervals: "speakers" | "clips";
	/** What guessing one class at random, and always naming the commonest, would give. */
	readonly chance: { readonly uar: number; readonly majorityAccuracy: number };
	readonly recall: Readonly<Partial<Record<Emotion, number>>>;
	/** `confusion[actual][predicted]` in order of `labels`; the last column holds predictions outside them. */
	readonly confusion: readonly (readonly number[])[];
	/** What the model's threshold for "not sure" does. */
	readonly sure: { readonly coverage: number; readonly accuracy: number };
}

/** What an evaluation is made of. */
interface Tested
	extends Pick<
		Evaluation,
		"corpus" | "labels" | "speakers" | "people" | "mapped" | "leftOut" | "unknownFiles" | "trainedOnIt"
	> {
	readonly metadata: {
		readonly name: string;
		readonly sha256: string;
		readonly labels: readonly Emotion[];
		readonly calibration: { readonly threshold: number };
	};
	readonly predictions: readonly StoredPrediction[];
	/** Scores of all the model's labels, a row a prediction. */
	readonly all: readonly Float32Array[];
}

/** The figures of a model's answers to a corpus. */
export function summarise({ metadata, predictions, all, ...tested }: Tested): Evaluation {
	const { labels } = tested;
	const { metrics, intervals } = measure(predictions, labels);
	// Calibration is a figure of all of the model's classes.
	if (labels.length < metadata.labels.length) for (const name of ["ece", "brier"]) delete metrics[name];
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const { counts, totals } = confusionMatrix(actual, predicted, labels.length);
	const sure = all.flatMap((scores, r) => (Math.max(...scores) >= metadata.calibration.threshold ? [r] : []));
	return {
		model: metadata.name,
		sha256: metadata.sha256,
		n: predictions.length,
		...tested,
		metrics,
		intervals,
		chance: { uar: 1 / metadata.labels.length, majorityAccuracy: Math.max(...totals) / predictions.length },
		recall: Object.fromEntries(
			recall(actual, predicted, labels.length).map((value, i) => [labels[i] as Emotion, value]),
		),
		confusion: counts.map((line, i) => [
			...line,
			(totals[i] as number) - line.reduce((sum, count) => sum + count, 0),
		]),
		sure: {
			coverage: sure.length / predictions.length,
			accuracy: sure.filter((r) => actual[r] === predicted[r]).length / sure.length,
		},
	};
}
