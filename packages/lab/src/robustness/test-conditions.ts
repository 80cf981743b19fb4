import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type Matrix, UndertoneError } from "@undertone/core";
import type { Fold } from "@undertone/learn";
import { adaptFold } from "../adapt/adapt-fold.ts";
import { findSounds } from "../augment/sound-library.ts";
import { needsSounds } from "../augment/variant.ts";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { fitFold } from "../experiments/fit-fold.ts";
import { type LabelledClips, readLabelledClips } from "../experiments/labelled-clips.ts";
import { checkFold, outerFolds } from "../experiments/outer-folds.ts";
import { computeFeatures } from "../features/compute-features.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { measure } from "../results/measure.ts";
import type { Metric, StoredPrediction } from "../results/result.ts";
import { toPredictions } from "../results/to-predictions.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { Condition } from "./conditions.ts";

/** How a recipe does under a condition. */
export interface ConditionResult {
	readonly condition: Condition;
	readonly predictions: readonly StoredPrediction[];
	readonly uar: Metric;
	readonly accuracy: Metric;
}

/**
 * Runs a speaker-independent recipe once, and puts the test clips of every fold to its models as recorded and under
 * every condition: only what is tested changes.
 *
 * Finished folds are kept in the cache.
 *
 * @throws {UndertoneError} `recipe-invalid` if the recipe has another protocol, or takes sequences.
 */
export async function testConditions(
	given: Recipe,
	list: readonly Condition[],
	context: ExperimentContext,
): Promise<ConditionResult[]> {
	const recipe: Recipe = { ...given, testAs: [] };
	const { protocol } = recipe;
	if (protocol.split !== "speaker-independent" || recipe.sequence !== undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${recipe.id}" must be speaker-independent and of functionals to be tested in noise, it is ${protocol.split}${recipe.sequence === undefined ? "" : " and of sequences"}.`,
		);
	}
	if (recipe.embedding !== undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${recipe.id}" must hear clips by its features alone to be tested in noise, and it has an embedding too. Leave out "embedding".`,
		);
	}
	const clips = await readLabelledClips(recipe, context);
	const heard: Matrix[] = [];
	for (const condition of list) heard.push(await hear(recipe, clips, condition, context));
	const folds = outerFolds(recipe, clips);
	const predictions: StoredPrediction[][] = list.map(() => []);
	for (const [f, fold] of folds.entries()) {
		checkFold(recipe, clips, fold);
		const rows = await cached(recipe, list, clips, fold, context, () =>
			runFold(recipe, clips, heard, fold, `fold ${f + 1} of ${folds.length}`, context),
		);
		for (const [c, own] of rows.entries()) predictions[c]?.push(...own);
	}
	return list.map((condition, c): ConditionResult => {
		const rows = predictions[c] ?? [];
		const { metrics } = measure(rows, recipe.labels);
		return {
			condition,
			predictions: rows,
			uar: metrics.uar as Metric,
			accuracy: metrics.accuracy as Metric,
		};
	});
}

async function hear(
	recipe: Recipe,
	clips: LabelledClips,
	{ name, variant }: Condition,
	{ cache, data, signal, progress }: ExperimentContext,
): Promise<Matrix> {
	if (variant.length === 0) return clips.versions[0] as Matrix;
	const { x } = await computeFeatures(
		clips.utterances.map(({ path }) => path),
		recipe.features,
		{
			variant,
			cache,
			signal,
			sounds: needsSounds(variant) ? findSounds(data) : undefined,
			onProgress: (done, total) => progress(`${recipe.features}, ${name}`, done / total),
		},
	);
	return x;
}

/** Predictions of a fold's test clips, condition by condition. */
async function runFold(
	recipe: Recipe,
	clips: LabelledClips,
	heard: readonly Matrix[],
	fold: Fold,
	what: string,
	context: ExperimentContext,
): Promise<StoredPrediction[][]> {
	const adapted = heard.map((x) => adaptFold(recipe, { ...clips, heard: x }, fold));
	const [first] = adapted;
	if (first === undefined) return [];
	const { asTested, tested } = first;
	const fitted = await fitFold(recipe, first.clips, fold, { what, asTested }, context);
	const probabilities = await fitted.predict(
		adapted.map(({ testX }) => ({ x: testX, clips: tested.map(({ clip }) => clip) })),
	);
	return probabilities.map((scores) =>
		toPredictions(
			tested.map(({ clip }) => clips.utterances[clip] as LabelledClips["utterances"][number]),
			tested.map(({ clip }) => clips.emotions[clip] as LabelledClips["emotions"][number]),
			scores,
			recipe.labels,
			{ fold: fold.name },
		).map((row, r) => ({ ...row, repeat: tested[r]?.draw ?? 0 })),
	);
}

/** A fold's predictions from the cache, or made anew. */
async function cached(
	recipe: Recipe,
	list: readonly Condition[],
	clips: LabelledClips,
	fold: Fold,
	{ cache }: ExperimentContext,
	make: () => Promise<StoredPrediction[][]>,
): Promise<StoredPrediction[][]> {
	const { model: _, description: __, ...settings } = recipe;
	const key = createHash("sha256")
		.update(
			JSON.stringify([
				settings,
				list.map(({ variant }) => variant),
				clips.audioHashes,
				fold.name,
				[...fold.test],
			]),
		)
		.digest("hex")
		.slice(0, 24);
	const path = join(cache, "conditions", recipe.id, `${key}.fold`);
	const known = await readFile(path).then(deserialize, () => undefined);
	if (known !== undefined) return known as StoredPrediction[][];
	const made = await make();
	await writeAtomically(path, serialize(made));
	return made;
}
