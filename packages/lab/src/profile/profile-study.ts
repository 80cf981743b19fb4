import { join } from "node:path";
import type { Emotion } from "@undertone/core";
import type { Experiment, ExperimentContext } from "../experiments/experiment.ts";
import { readLabelledClips } from "../experiments/labelled-clips.ts";
import { describeBlend } from "../fit/classifier.ts";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import { percent } from "../report/percent.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { csvField } from "../results/csv-field.ts";
import { writeAtomically } from "../write-atomically.ts";
import { type TallyFigures, tallyFigures } from "./tally.ts";
import { type ProfileResult, testProfiles } from "./test-profiles.ts";

const draws = 20;

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
		const lines: string[] = [];
		for (const { name, labels, folds } of corpora) {
			const recipe = recipeOf(name, labels, folds);
			const clips = await readLabelledClips(recipe, context);
			const results = await testProfiles(recipe, clips, draws, context);
			await storeTallies(context.results, name, results);
			context.print("");
			context.print(`${name}: ${draws} draws of every speaker, UAR and its gain on the same clips`);
			for (const result of results) {
				const figures = tallyFigures(result.tallies);
				lines.push(tableLine(name, result, figures));
				context.print(`  ${words(result, figures)}`);
				await enterLedger(context, recipe, result, figures);
			}
		}
		await writeAtomically(
			join(context.results, "profile", "table.csv"),
			`${[heading, ...lines].join("\n")}\n`,
		);
		return [];
	},
};

function recipeOf(corpus: string, labels: readonly Emotion[], folds: number | "speakers"): Recipe {
	return parseRecipe(
		{
			id: `profile-${corpus}`,
			description: "The shipped model's kind, settings fixed beforehand.",
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
	{ way, k, refused }: ProfileResult,
	{ uar, without, difference }: TallyFigures,
): string {
	const figures = [uar.value, uar.low, uar.high, without, difference.value, difference.low, difference.high];
	return [corpus, way, k, refused.toFixed(3), ...figures.map((value) => value.toFixed(4))].join(",");
}

function words({ way, k, refused }: ProfileResult, { uar, without, difference }: TallyFigures): string {
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
	recipe: Recipe,
	{ way, k }: ProfileResult,
	{ uar }: TallyFigures,
): Promise<void> {
	return appendToLedger(results, {
		date: new Date().toISOString(),
		id: `${recipe.id}/${k} ${way}`,
		corpora: [recipe.corpora[0] === "emodb" ? "EMO-DB" : "RAVDESS"],
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
