import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Emotion, UndertoneError } from "@undertone/core";
import type { Experiment, ExperimentContext } from "../experiments/experiment.ts";
import { readLabelledClips } from "../experiments/labelled-clips.ts";
import { describeBlend } from "../fit/classifier.ts";
import { isSpeechRecipe, parseRecipe, type Recipe, readRecipe } from "../recipes/recipe.ts";
import { percent } from "../report/percent.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { csvField } from "../results/csv-field.ts";
import { partId } from "../results/part-id.ts";
import { writeAtomically } from "../write-atomically.ts";
import { type TallyFigures, tallyFigures } from "./tally.ts";
import { type ProfileResult, testProfiles } from "./test-profiles.ts";

const draws = 20;

/** The recipe of the model that the recogniser takes by default. */
const shipped = fileURLToPath(new URL("../../../../recipes/speech.json", import.meta.url));

/** The classes of a corpus, and how its speakers are held out. */
const corpora: readonly {
	readonly name: string;
	readonly labels: readonly Emotion[];
	readonly folds: number | "speakers";
}[] = [
	{
		name: "emodb",
		labels: ["neutral", "bored", "happy", "sad", "angry", "fearful", "disgust"],
		folds: "speakers",
	},
	{
		name: "ravdess",
		labels: ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"],
		folds: 8,
	},
];

/** What a speaker profile gains, by the number of clips and by what was said in them. */
export const profileStudy: Experiment = {
	id: "profile",
	summary: "the speaker profile: gain by number of clips, neutral readings, clips of one emotion only",
	run: async (context) => {
		const entries = [
			...corpora.map(({ name, labels, folds }) => ({ name, recipe: recipeOf(name, labels, folds) })),
			await shippedEntry(),
		];
		const lines: string[] = [];
		for (const entry of entries) lines.push(...(await profileTable(entry, draws, context)));
		await writeAtomically(
			join(context.results, "profile", "table.csv"),
			`${[heading, ...lines].join("\n")}\n`,
		);
		return [];
	},
};

/** What the shipped file does, as its recipe makes it, on speakers that are left out. */
async function shippedEntry(): Promise<ProfileEntry> {
	const recipe = await readRecipe(shipped);
	if (isSpeechRecipe(recipe)) return { name: recipe.id, recipe };
	throw new UndertoneError(
		"recipe-invalid",
		`The recipe of the shipped model must be of speech, "${shipped}" is of the task ${recipe.task}.`,
	);
}

/** A recipe whose profiles are tested, and what the table calls it. */
export interface ProfileEntry {
	readonly name: string;
	readonly recipe: Recipe;
}

/**
 * Tests the profiles of a recipe, prints and stores what they gave clip by clip, and enters it into the ledger.
 *
 * @param draws - How often clips are drawn for every speaker.
 * @returns Lines of the table: of all clips, then, where there are several corpora, of each (`speech-emodb`).
 */
export async function profileTable(
	{ name, recipe }: ProfileEntry,
	draws: number,
	context: ExperimentContext,
): Promise<string[]> {
	const clips = await readLabelledClips(recipe, context);
	const results = await testProfiles(recipe, clips, draws, context);
	await storeTallies(context.results, name, results);
	const names = [...new Set(clips.utterances.map(({ corpus }) => corpus))];
	const lines: string[] = [];
	context.print("");
	context.print(`${name}: ${draws} draws of every speaker, UAR and its gain on the same clips`);
	for (const result of results) {
		const figures = tallyFigures(result.tallies);
		lines.push(tableLine(name, result, figures));
		context.print(`  ${words(result, figures)}`);
		await enterLedger(context, { name, recipe }, names, result, figures);
	}
	for (const corpus of names.length > 1 ? names : []) {
		const part = partId(name, corpus);
		context.print("");
		context.print(`${part}: of these, those of ${corpus}`);
		for (const result of results) {
			const own = ofCorpus(result, corpus);
			// A corpus may lack the emotion.
			if (own.tallies.length === 0) continue;
			const figures = tallyFigures(own.tallies);
			lines.push(tableLine(part, own, figures));
			context.print(`  ${words(own, figures)}`);
		}
	}
	return lines;
}

/** The part of a result that is of one corpus: the same predictions, counted by themselves. */
function ofCorpus({ draws: all, tallies, ...result }: ProfileResult, corpus: string): ProfileResult {
	const own = ({ speaker }: { readonly speaker: string }): boolean => speaker.startsWith(`${corpus}/`);
	return { ...result, draws: all.filter(own), tallies: tallies.filter(own) };
}

/** Share of the draws in which the recogniser does without the profile, and says so. */
function refusedShare({ draws: all }: ProfileResult): number {
	return all.filter(({ refused }) => refused).length / all.length;
}

function recipeOf(corpus: string, labels: readonly Emotion[], folds: number | "speakers"): Recipe {
	return parseRecipe(
		{
			id: `profile-${corpus}`,
			description: "A discriminant of the shipped model's kind, settings fixed beforehand.",
			corpora: [corpus],
			labels,
			features: "steady@1",
			clamp: 4,
			classifiers: [{ kind: "lda", priors: "equal", speakers: "normalised" }],
			members: 4,
			protocol: { split: "speaker-independent", folds },
			// When a profile is trusted was settled with EMO-DB's figures in view.
			selection: corpus === "emodb" ? "same-speakers" : "fixed-beforehand",
			seed: 1,
		},
		"profile",
	);
}

const heading = "corpus,way,clips,draws_refused,uar,uar_low,uar_high,uar_without,gain,gain_low,gain_high";

function tableLine(
	corpus: string,
	result: ProfileResult,
	{ uar, without, difference }: TallyFigures,
): string {
	const { way, k } = result;
	const figures = [uar.value, uar.low, uar.high, without, difference.value, difference.low, difference.high];
	return [corpus, way, k, refusedShare(result).toFixed(3), ...figures.map((value) => value.toFixed(4))].join(
		",",
	);
}

function words(result: ProfileResult, { uar, without, difference }: TallyFigures): string {
	const { way, k } = result;
	const refused = refusedShare(result);
	const points = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(1)}`;
	const not = refused === 0 ? "" : `, not used in ${percent(refused)} of the draws`;
	return `${`${k} ${way}`.padEnd(26)} ${percent(uar.value)}, without ${percent(without)}: ${points(difference.value)} (${points(difference.low)} to ${points(difference.high)})${not}`;
}

/**
 * A line a clip: over all draws, how often it was scored in each way, and how often it was named rightly with the
 * profile and without. Every figure can be computed from it.
 */
async function storeTallies(folder: string, id: string, results: readonly ProfileResult[]): Promise<void> {
	const clips = new Map(
		results.flatMap(({ tallies }) => tallies.map((tally) => [tally.file, tally] as const)),
	);
	const byClip = results.map(({ tallies }) => new Map(tallies.map((tally) => [tally.file, tally])));
	const columns = results.flatMap(({ way, k }) =>
		["scored", "right", "right without"].map((count) => `${k} ${way}: ${count}`),
	);
	const lines = [...clips.values()].map(({ file, speaker, actual }) =>
		[
			csvField(file),
			csvField(speaker),
			actual,
			...byClip.flatMap((tallies) => {
				const tally = tallies.get(file);
				return [tally?.scored ?? 0, tally?.right ?? 0, tally?.rightWithout ?? 0];
			}),
		].join(","),
	);
	const heading = ["file", "speaker", "actual", ...columns].join(",");
	await writeAtomically(join(folder, "profile", `${id}.csv`), `${[heading, ...lines].join("\n")}\n`);
}

function enterLedger(
	{ results }: ExperimentContext,
	{ name, recipe }: ProfileEntry,
	names: readonly string[],
	{ way, k }: ProfileResult,
	{ uar }: TallyFigures,
): Promise<void> {
	return appendToLedger(results, {
		date: new Date().toISOString(),
		id: `profile-${name}/${k} ${way}`,
		corpora: names,
		split: "speaker-independent",
		adaptation: {
			kind: way.startsWith("neutral clips") && !way.endsWith("only") ? "neutral" : "unlabelled",
			k,
		},
		classifier: describeBlend(recipe),
		features: recipe.features,
		selection: recipe.selection,
		metrics: { uar },
	});
}
