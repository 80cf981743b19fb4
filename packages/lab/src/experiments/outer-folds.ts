import { UndertoneError } from "@undertone/core";
import {
	checkLeak,
	type Fold,
	leaveOneSpeakerOut,
	randomFolds,
	sentenceFolds,
	speakerAndSentenceFolds,
	speakerFolds,
} from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";
import type { LabelledClips } from "./labelled-clips.ts";

/** Which dealing of the clips a fold belongs to. */
export function repeatOf({ protocol }: Recipe, f: number): number {
	return protocol.split === "random" ? Math.floor(f / protocol.folds) : 0;
}

/** The folds of a recipe: every one trains anew and predicts its test part. */
export function outerFolds(recipe: Recipe, clips: LabelledClips): Fold[] {
	const { protocol } = recipe;
	if (protocol.split === "random") {
		return Array.from({ length: protocol.repeats }, (_, r) => {
			const folds = randomFolds(clips.data.y, protocol.folds, { seed: recipe.seed + r });
			return protocol.repeats === 1
				? folds
				: folds.map((fold) => ({ ...fold, name: `${fold.name}, seed ${recipe.seed + r}` }));
		}).flat();
	}
	if (protocol.split === "cross-corpus") return [crossCorpusFold(clips)];
	if (protocol.split === "sentence-independent") {
		return sentenceFolds(sentencesOf(clips), protocol.folds, { seed: recipe.seed });
	}
	if (protocol.split === "speaker-and-sentence-independent") {
		const { folds: speakerK, sentenceFolds: sentenceK } = protocol;
		return speakerAndSentenceFolds(clips.speakers, sentencesOf(clips), {
			speakerK,
			sentenceK,
			seed: recipe.seed,
		});
	}
	const { folds } = protocol;
	if (folds === "speakers") return leaveOneSpeakerOut(clips.speakers);
	const corpora = clips.utterances.map((utterance) => utterance.corpus);
	return speakerFolds(clips.speakers, folds, { seed: recipe.seed, balance: corpora });
}

/**
 * Makes sure that nothing is on both sides of a fold that its protocol keeps apart: the same audio never is.
 *
 * @throws {UndertoneError} `leak` naming the clips.
 */
export function checkFold({ protocol: { split } }: Recipe, clips: LabelledClips, fold: Fold): void {
	const bySentence = split === "sentence-independent" || split === "speaker-and-sentence-independent";
	checkLeak(fold, {
		hashes: clips.audioHashes,
		files: clips.utterances.map((utterance) => utterance.file),
		...(split === "random" || split === "sentence-independent" ? {} : { speakers: clips.speakers }),
		...(bySentence ? { sentences: sentencesOf(clips) } : {}),
	});
}

/** What is said in each clip, told apart by corpus. */
function sentencesOf({ utterances }: LabelledClips): string[] {
	return utterances.map(({ corpus, file, sentence }) => {
		if (sentence !== "") return `${corpus}/${sentence}`;
		throw new UndertoneError(
			"recipe-invalid",
			`A split by sentences needs to know what is said in every clip, and ${file} of ${corpus} does not say. Fill the column sentence, or split by speakers.`,
		);
	});
}

/** One fold: trained on the corpora of the recipe, tested on the others that were read. */
function crossCorpusFold({ tested, utterances }: LabelledClips): Fold {
	const indices = Int32Array.from(utterances, (_, i) => i);
	return {
		name: "across",
		train: indices.filter((i) => !tested[i]),
		test: indices.filter((i) => tested[i] === true),
	};
}
