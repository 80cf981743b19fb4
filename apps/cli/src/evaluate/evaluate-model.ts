import { type Emotion, type Matrix, row, UndertoneError } from "@undertone/core";
import type { Corpus, Utterance } from "@undertone/corpora";
import {
	type ComputeFeaturesOptions,
	computeFeatures,
	computeFrames,
	type StoredPrediction,
} from "@undertone/lab";
import type { SpeechModel } from "@undertone/recognize";
import type { FeatureSet } from "@undertone/speech";
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
	const { metadata } = model;
	const { tested, mapped, leftOut } = sortOut(corpus.utterances, metadata.labels);
	const labels = metadata.labels.filter((label) => tested.some(({ actual }) => actual === label));
	if (labels.length < 2) {
		throw new UndertoneError(
			"corpus-too-small",
			`evaluate: ${corpus.name} must hold at least two of the classes ${metadata.labels.join(", ")}, it holds ` +
				`${labels.length} of them.`,
		);
	}
	const scores = await scoreClips(
		model,
		tested.map(({ utterance }) => utterance.path),
		options,
	);
	const predictions = tested.map(({ utterance, actual }, r): StoredPrediction => {
		const line = scores[r] as Float32Array;
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
		all: scores,
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

/** Probabilities of every clip, in all ways that the model hears it. */
async function scoreClips(
	model: SpeechModel,
	paths: readonly string[],
	options: ComputeFeaturesOptions,
): Promise<Float32Array[]> {
	const clipsOf = async ({ id, kind }: FeatureSet): Promise<readonly Matrix[]> => {
		if (kind === "frames") return (await computeFrames(paths, id, options)).clips;
		const { x } = await computeFeatures(paths, id, options);
		return paths.map((_, r) => ({ rows: 1, columns: x.columns, data: row(x, r) }));
	};
	const features = await clipsOf(model.features);
	const frames = model.frames === null ? null : await clipsOf(model.frames);
	const scores: Float32Array[] = [];
	for (const [r, clip] of features.entries()) {
		scores.push((await model.predict(clip, frames?.[r])).data);
	}
	return scores;
}

function simple(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
