import { type Emotion, matrixFromRows, UndertoneError } from "@undertone/core";
import type { Corpus, Utterance } from "@undertone/corpora";
import { computeFeatures, type Metric, measure, type StoredPrediction } from "@undertone/lab";
import { confusionMatrix, recall } from "@undertone/learn";
import type { SpeechModel } from "@undertone/recognize";

/** How a model does on a corpus. */
export interface Evaluation {
	readonly model: string;
	readonly sha256: string;
	readonly corpus: string;
	/** Clips tested. */
	readonly n: number;
	readonly speakers: number;
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

/** Labels that count as another where the model lacks them. */
const standIns: Partial<Record<Emotion, Emotion>> = { calm: "neutral" };

/**
 * Puts a model to a corpus: every clip whole, without a speaker profile and without abstaining.
 *
 * @throws {UndertoneError} `corpus-too-small` if no class of the corpus is known to the model.
 */
export async function evaluateModel(
	model: SpeechModel,
	corpus: Corpus,
	options: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, total: number) => void },
): Promise<Evaluation> {
	const { metadata, features } = model;
	if (features.kind !== "functionals") {
		throw new UndertoneError(
			"model-unknown-features",
			`evaluate: "${features.id}" gives frames, expected functionals.`,
		);
	}
	const { tested, mapped, leftOut } = sortOut(corpus.utterances, metadata.labels);
	const labels = metadata.labels.filter((label) => tested.some(({ actual }) => actual === label));
	if (labels.length < 2) {
		throw new UndertoneError(
			"corpus-too-small",
			`evaluate: ${corpus.name} must hold at least two of the classes ${metadata.labels.join(", ")}, it holds ` +
				`${labels.length} of them.`,
		);
	}
	const { x } = await computeFeatures(
		tested.map(({ utterance }) => utterance.path),
		features.id,
		options,
	);
	const scores = await model.predict(matrixFromRows(rows(x.data, x.columns)));
	const predictions = tested.map(({ utterance, actual }, r): StoredPrediction => {
		const line = scores.data.subarray(r * scores.columns, (r + 1) * scores.columns);
		const best = line.indexOf(Math.max(...line));
		return {
			file: utterance.file,
			corpus: utterance.corpus,
			speaker: utterance.speaker,
			fold: "all",
			repeat: 0,
			actual,
			predicted: metadata.labels[best] as Emotion,
			scores: labels.map((label) => line[metadata.labels.indexOf(label)] as number),
		};
	});
	const { metrics, intervals } = measure(predictions, labels);
	// Calibration is a figure of all of the model's classes.
	if (labels.length < metadata.labels.length) for (const name of ["ece", "brier"]) delete metrics[name];
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const { counts, totals } = confusionMatrix(actual, predicted, labels.length);
	const sure = tested.flatMap((_, r) => {
		const line = scores.data.subarray(r * scores.columns, (r + 1) * scores.columns);
		return Math.max(...line) >= metadata.calibration.threshold ? [r] : [];
	});
	return {
		model: metadata.name,
		sha256: metadata.sha256,
		corpus: corpus.name,
		n: predictions.length,
		speakers: new Set(predictions.map(({ speaker }) => speaker)).size,
		labels,
		mapped,
		leftOut,
		unknownFiles: corpus.unknownFiles,
		trainedOnIt: metadata.corpora.some((name) => simple(name) === simple(corpus.name)),
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

function sortOut(
	utterances: readonly Utterance[],
	known: readonly Emotion[],
): {
	tested: { utterance: Utterance; actual: Emotion }[];
	mapped: Record<string, Emotion>;
	leftOut: Record<string, number>;
} {
	const mapped: Record<string, Emotion> = {};
	const leftOut: Record<string, number> = {};
	const tested = utterances.flatMap((utterance) => {
		const { emotion } = utterance;
		if (known.includes(emotion)) return [{ utterance, actual: emotion }];
		const standIn = standIns[emotion];
		if (standIn !== undefined && known.includes(standIn)) {
			mapped[emotion] = standIn;
			return [{ utterance, actual: standIn }];
		}
		leftOut[emotion] = (leftOut[emotion] ?? 0) + 1;
		return [];
	});
	return { tested, mapped, leftOut };
}

function rows(data: ArrayLike<number>, columns: number): Float32Array[] {
	const all = Float32Array.from(data);
	return Array.from({ length: all.length / columns }, (_, r) => all.subarray(r * columns, (r + 1) * columns));
}

function simple(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
