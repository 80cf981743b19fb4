import { type Emotion, matrixFromRows, UndertoneError } from "@undertone/core";
import type { Corpus, Utterance } from "@undertone/corpora";
import { computeFeatures, type StoredPrediction } from "@undertone/lab";
import type { SpeechModel } from "@undertone/recognize";
import { type Evaluation, summarise } from "./summarise.ts";

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
	return summarise({
		metadata,
		corpus: corpus.name,
		labels,
		predictions,
		all: predictions.map((_, r) => scores.data.subarray(r * scores.columns, (r + 1) * scores.columns)),
		speakers: new Set(predictions.map(({ speaker }) => speaker)).size,
		mapped,
		leftOut,
		unknownFiles: corpus.unknownFiles,
		trainedOnIt: metadata.corpora.some((name) => simple(name) === simple(corpus.name)),
	});
}

/** Clips that a model of these classes can be tested on, `calm` counted as `neutral`; the others are counted. */
export function sortOut<U extends Utterance>(
	utterances: readonly U[],
	known: readonly Emotion[],
): {
	tested: { utterance: U; actual: Emotion }[];
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
