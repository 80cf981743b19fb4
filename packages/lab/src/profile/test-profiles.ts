import { argmax, type Emotion, type Matrix, row, type Scores } from "@undertone/core";
import { argmaxRows, fitScaler, takeRows } from "@undertone/learn";
import {
	addToProfile,
	applyProfile,
	emptyProfile,
	type ModelMetadata,
	profilePriors,
	profileRefusal,
	type SpeakerProfile,
	speakerUsual,
} from "@undertone/recognize";
import { getFeatureSet } from "@undertone/speech";
import { bySpeaker } from "../adapt/by-speaker.ts";
import { populationOf } from "../adapt/speaker-statistics.ts";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { type FoldTest, fitFold } from "../experiments/fit-fold.ts";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import { checkFold, outerFolds } from "../experiments/outer-folds.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { type Enrolment, enrolments } from "./enrolments.ts";
import type { Tally } from "./tally.ts";

/** What a way to get to know a speaker gave. */
export interface ProfileResult {
	readonly way: string;
	readonly k: number;
	/** Every draw of every speaker, and whether the recogniser does without the profile in it, and says so. */
	readonly draws: readonly { readonly speaker: string; readonly refused: boolean }[];
	readonly tallies: readonly Tally[];
}

interface Found {
	readonly way: string;
	readonly k: number;
	readonly draws: { readonly speaker: string; readonly refused: boolean }[];
	readonly tallies: Map<number, Tally>;
}

/** What a model's file says of its features, for a fold. */
type FoldMetadata = Pick<ModelMetadata, "features" | "normalisation" | "profile">;

/**
 * The speaker profile as the recogniser uses it, on speakers that the model does not know: every fold is trained as
 * the recipe says, profiles are made of some clips of its test speakers, and their other clips are scored with and
 * without. A profile moves the features, whatever hears them; i-vectors are heard as they are.
 *
 * @param draws - How often clips are drawn for every speaker.
 * @throws {UndertoneError} As `fitFold`; `leak`.
 */
export async function testProfiles(
	recipe: Recipe,
	clips: LabelledClips,
	draws: number,
	context: ExperimentContext,
): Promise<ProfileResult[]> {
	const folds = outerFolds(recipe, clips);
	const found = new Map<string, Found>();
	for (const [f, fold] of folds.entries()) {
		checkFold(recipe, clips, fold);
		const what = `${recipe.id}, fold ${f + 1} of ${folds.length}`;
		const fitted = await fitFold(recipe, clips, fold, { what }, context);
		const { x, y } = clips.data;
		const [plain] = await fitted.predict([{ x: takeRows(x, fold.test), clips: fold.test }]);
		const heard = new Map(Array.from(fold.test, (clip, r) => [clip, row(plain as Matrix, r)]));
		const metadata = foldMetadata(recipe, clips, fold.train);
		for (const rows of bySpeaker(clips, fold.test)) {
			const speaker = clips.speakers[rows[0] ?? 0] ?? "";
			const plan = Array.from({ length: draws }, (_, d) =>
				enrolments(rows, clips.emotions, { seed: recipe.seed, name: `${speaker}/${d}` }),
			)
				.flat()
				.map((enrolment) => {
					const profile = profileOf(x, enrolment, heard, recipe.labels, metadata);
					return { ...enrolment, profile, refused: profileRefusal(profile) !== null };
				});
			const used = plan.filter(({ refused }) => !refused);
			const probabilities = await fitted.predict(adapted(x, used, metadata));
			const named = new Map(used.map((one, i) => [one, argmaxRows(probabilities[i] as Matrix)]));
			for (const one of plan) {
				const { way, k, scored, refused } = one;
				const entry: Found = found.get(`${way} ${k}`) ?? { way, k, draws: [], tallies: new Map() };
				found.set(`${way} ${k}`, entry);
				entry.draws.push({ speaker, refused });
				const best = named.get(one);
				for (const [r, clip] of scored.entries()) {
					const tally = entry.tallies.get(clip) ?? emptyTally(clips, clip);
					entry.tallies.set(clip, tally);
					const before = argmax(heard.get(clip) ?? []);
					tally.scored++;
					if (before === y[clip]) tally.rightWithout++;
					if ((best === undefined ? before : best[r]) === y[clip]) tally.right++;
				}
			}
		}
	}
	return [...found.values()].map((one) => ({ ...one, tallies: [...one.tallies.values()] }));
}

/** The scored clips as every profile moves them, one profile after another: together they would fill the memory. */
function* adapted(
	x: Matrix,
	used: readonly (Enrolment & { readonly profile: SpeakerProfile })[],
	metadata: FoldMetadata,
): Generator<FoldTest> {
	for (const { profile, scored } of used) {
		yield {
			x: applyProfile(takeRows(x, scored), speakerUsual(profile, metadata), metadata),
			clips: scored,
		};
	}
}

/** As `undertone train` writes it into a model's file. */
function foldMetadata(recipe: Recipe, clips: LabelledClips, train: Int32Array): FoldMetadata {
	const { id, sampleRate, features } = getFeatureSet(recipe.features);
	const { mean, deviation } = fitScaler(takeRows(clips.data.x, train));
	const isNeutral = (r: number): boolean => clips.emotions[r] === "neutral";
	const { neutralMean } = populationOf(clips.data.x, bySpeaker(clips, train), isNeutral);
	return {
		features: { id, sampleRate, names: features.map(({ name }) => name) },
		normalisation: { mean: [...mean], deviation: [...deviation] },
		profile: { ...profilePriors, neutralMean: [...neutralMean] },
	};
}

/** A profile of the enrolled clips, made as the recogniser makes it. */
function profileOf(
	x: Matrix,
	{ kind, enrolled }: Enrolment,
	heard: ReadonlyMap<number, ArrayLike<number>>,
	labels: readonly Emotion[],
	metadata: FoldMetadata,
): SpeakerProfile {
	return enrolled.reduce(
		(profile, clip) => {
			const scores: Scores = {};
			for (const [c, label] of labels.entries()) scores[label] = heard.get(clip)?.[c] ?? 0;
			return addToProfile(profile, row(x, clip), scores);
		},
		// Neither is a file: the profile is used with the same fold alone.
		emptyProfile({ metadata: { ...metadata, name: "fold", sha256: "" } }, kind),
	);
}

function emptyTally({ utterances, speakers, emotions }: LabelledClips, clip: number): Tally {
	return {
		file: utterances[clip]?.file ?? "",
		speaker: speakers[clip] ?? "",
		actual: emotions[clip] as Emotion,
		scored: 0,
		right: 0,
		rightWithout: 0,
	};
}
