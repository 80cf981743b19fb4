import { availableParallelism } from "node:os";
import { UndertoneError } from "@undertone/core";
import type { Fold } from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";
import { partId } from "../results/part-id.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeCurves } from "../results/store-curves.ts";
import { storeResult } from "../results/store-result.ts";
import { chooseSettings } from "./choose-settings.ts";
import { type ClipReader, createClipReader } from "./clip-reader.ts";
import { describeRecipe } from "./describe-recipe.ts";
import { evaluateFold } from "./evaluate-fold.ts";
import type { ExperimentContext } from "./experiment.ts";
import type { LabelledClips } from "./labelled-clips.ts";
import { outerFolds, repeatOf } from "./outer-folds.ts";
import { sideBySide } from "./side-by-side.ts";
import { writeModel } from "./write-model.ts";

/** What {@link trainRecipe} takes besides. */
interface TrainRecipeOptions {
	/** So many outer folds are judged, from the first on; all by default. */
	readonly mostFolds?: number;
	/** Shared by recipes that ask for the same clips. */
	readonly readClips?: ClipReader;
	/** Folds that are trained side by side; as many as there are cores for by default. What they give is the same. */
	readonly foldsAtOnce?: number;
}

/**
 * Runs a recipe: every outer fold trains an ensemble anew, which sees nothing of the test part, with settings that
 * are chosen there where it searches them; then, where the recipe asks for it, the model for all clips is trained the
 * same way and written with its card.
 *
 * Finished fits are kept in the cache, so that a killed run goes on where it was.
 *
 * @param command - What a reader types to get the same.
 * @throws {UndertoneError} `leak`, `corpus-…`, `recipe-invalid` (with more `mostFolds` than folds, too), `cancelled`.
 */
export async function trainRecipe(
	recipe: Recipe,
	command: string,
	context: ExperimentContext,
	{ mostFolds, readClips = createClipReader(context), foldsAtOnce }: TrainRecipeOptions = {},
): Promise<Result> {
	const began = performance.now();
	const clips = await readClips(recipe);
	const folds = firstFolds(recipe, outerFolds(recipe, clips), mostFolds);
	const progress = foldProgress(folds.length, context);
	const judged = await sideBySide(
		folds,
		{ atOnce: foldsAtOnce ?? foldsSideBySide(recipe), signal: context.signal },
		async (fold, f, signal) => {
			const what = `fold ${f + 1} of ${folds.length}`;
			const own = { ...context, signal, progress: progress(f) };
			const chosen = await chooseSettings(recipe, fold, `${what}, settings`, readClips, own);
			const evaluated = await evaluateFold(
				chosen.recipe,
				await readClips(chosen.recipe),
				fold,
				{ what, repeat: repeatOf(recipe, f) },
				own,
			);
			return { ...evaluated, fold, settings: chosen };
		},
	);
	const predictions = judged.flatMap((one) => one.predictions);
	const made = judged.reduce((sum, { settings, fresh }) => sum + settings.fresh + fresh, 0);
	const choices = judged.flatMap(({ fold, settings, chosen }) =>
		[settings.words ?? [], chosen].flat().map((words) => `Chosen without ${fold.name}: ${words}.`),
	);
	const sets = new Set(judged.map(({ settings }) => settings.recipe.features));
	if (made === 0)
		context.print(`Every fit was taken from the cache (${context.cache}): nothing had changed.`);
	const tested = Array.from(folds.flatMap((fold) => [...fold.test]));
	const corpora = [...new Set(tested.map((i) => clips.utterances[i]?.corpus ?? ""))];
	const trainedOn = [
		...new Set(folds.flatMap((fold) => Array.from(fold.train, (i) => clips.utterances[i]?.corpus ?? ""))),
	];
	const tables = recipe.corpora
		.concat(recipe.protocol.split === "cross-corpus" ? recipe.protocol.test : [])
		.filter((name) => name.startsWith("csv:"));
	const { changes, ...words } = describeRecipe(recipe);
	const notes = [...changes, ...choices];
	const description = {
		...words,
		command,
		corpora,
		...(recipe.protocol.split === "cross-corpus" ? { trainedOn } : {}),
		...(tables.length === 0 ? {} : { sources: tables }),
		features: [...sets].sort().join(" or "),
		trainSeconds: (performance.now() - began) / 1000,
		...(notes.length === 0 ? {} : { notes }),
	} as const;
	const named = folds.map((fold) => ({ name: fold.name, testSpeakers: speakersOf(clips, fold) }));
	const result = await storeResult(
		context.results,
		{ ...description, id: recipe.id, folds: named },
		predictions,
	);
	await storeCurves(
		context.results,
		recipe.id,
		judged.flatMap((one) => one.curves),
	);
	const parts = corpora.length > 1 ? await perCorpus(recipe, description, named, predictions, context) : [];
	if (recipe.model !== undefined) {
		const all = { name: "none", train: Int32Array.from(clips.utterances, (_, i) => i) };
		const chosen = await chooseSettings(recipe, all, "settings of the model", readClips, context);
		if (chosen.words !== undefined) context.print(`Chosen for the model: ${chosen.words}.`);
		const evaluation = { result, parts, predictions };
		await writeModel(
			chosen.recipe,
			recipe.model,
			command,
			await readClips(chosen.recipe),
			evaluation,
			context,
		);
	}
	return result;
}

/** Each fold holds its own copies of the features: not so many at a time that they fill the memory. */
const mostAtOnce = 4;

/** The fits of a fold run side by side; folds do, too, where one has fewer fits than there are cores. */
function foldsSideBySide({ classifiers, embedding, members, innerRepeats }: Recipe): number {
	const each = classifiers.length + (embedding?.classifiers.length ?? 0);
	const fits = each * (members === 1 ? 1 : members * innerRepeats);
	return Math.max(1, Math.min(mostAtOnce, Math.floor(availableParallelism() / fits)));
}

/** How far all folds have come, from how far each has. */
function foldProgress(
	count: number,
	context: ExperimentContext,
): (f: number) => ExperimentContext["progress"] {
	const shares = new Array<number>(count).fill(0);
	return (f) => (what, share, note) => {
		shares[f] = share;
		const mean = shares.reduce((sum, one) => sum + one, 0) / count;
		context.progress(`${count} folds`, mean, note === undefined ? what : `${what}, ${note}`);
	};
}

function firstFolds({ id }: Recipe, folds: Fold[], most = folds.length): Fold[] {
	if (most <= folds.length) return folds.slice(0, most);
	throw new UndertoneError(
		"recipe-invalid",
		`A budget must be at most the number of folds, ${folds.length} in "${id}", got ${most}. Lower the last of the budgets, or deal more folds.`,
	);
}

function speakersOf(clips: LabelledClips, fold: Fold): string[] {
	return [...new Set(Array.from(fold.test, (i) => clips.speakers[i] as string))].sort();
}

/** The same predictions, corpus by corpus: to name a class that the corpus lacks is an error. */
async function perCorpus(
	recipe: Recipe,
	description: Omit<Parameters<typeof storeResult>[1], "id" | "folds">,
	folds: Result["folds"],
	predictions: readonly StoredPrediction[],
	context: ExperimentContext,
): Promise<Result[]> {
	const results: Result[] = [];
	for (const corpus of description.corpora) {
		const rows = predictions.filter((row) => row.corpus === corpus);
		results.push(
			await storeResult(
				context.results,
				{
					...description,
					id: partId(recipe.id, corpus),
					corpora: [corpus],
					trainedOn: description.corpora,
					labels: recipe.labels,
					folds: folds.map((fold) => ({
						...fold,
						testSpeakers: fold.testSpeakers.filter((speaker) => speaker.startsWith(`${corpus}/`)),
					})),
				},
				rows,
			),
		);
	}
	return results;
}
