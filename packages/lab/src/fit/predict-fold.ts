import { type Matrix, UndertoneError } from "@undertone/core";
import { softmaxRows, stackRows, takeRows } from "@undertone/learn";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { clampFeatures, featureBounds } from "./clamp-features.ts";
import { blendLogits, blendWeights, ensembleJobs } from "./ensemble.ts";
import { type FitAnswer, type FitJob, runFitJob } from "./fit-job.ts";
import { runFitJobs } from "./run-fit-jobs.ts";

/** What {@link predictFold} takes besides. */
export interface PredictFoldOptions {
	/** The training clips as a test clip would be seen, row for row as the clips; as they stand by default. */
	readonly asTested?: Matrix;
	readonly signal?: AbortSignal | undefined;
	/** Share of the fits that are done. */
	readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Fits what a recipe says to the training part of a fold, once, and puts several tests to it.
 *
 * @param train - Indices of the training clips.
 * @param tests - Features of what is to be predicted; any number of rows each.
 * @returns Probabilities, a matrix a test.
 * @throws {UndertoneError} `recipe-invalid` if the recipe searches its settings, learns from its test clips, or has an embedding.
 */
export async function predictFold(
	recipe: Recipe,
	clips: LabelledClips,
	train: Int32Array,
	tests: readonly Matrix[],
	{ asTested = clips.data.x, signal, onProgress }: PredictFoldOptions = {},
): Promise<Matrix[]> {
	const { clamp } = recipe;
	if (recipe.search !== undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${recipe.id}" must have settings that stand fixed, and its search chooses others in every fold. Leave out "search", and write one of its choices into the recipe.`,
		);
	}
	if (recipe.adaptation.kind === "self-trained") {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${recipe.id}" must learn from its training part alone, and it learns from its test clips too. Take another adaptation than "self-trained".`,
		);
	}
	if (recipe.embedding !== undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${recipe.id}" must hear clips by its features alone, and it has an embedding too. Leave out "embedding".`,
		);
	}
	const bounds = clamp === undefined ? undefined : featureBounds(takeRows(clips.data.x, train), clamp);
	const shown = (x: Matrix): Matrix => (bounds === undefined ? x : clampFeatures(x, bounds));
	const versions = clips.versions.map(shown);
	const within = { ...clips, versions, data: { ...clips.data, x: versions[0] as Matrix } };
	const { jobs, heldOut } = ensembleJobs(recipe, within, train, shown(asTested), shown(stackRows(tests)));
	let done = 0;
	const onAnswer = (): void => onProgress?.(++done / jobs.length);
	const answers = recipe.classifiers.every(({ kind }) => kind === "lda")
		? await fitHere(jobs, signal, onAnswer)
		: await runFitJobs(jobs, { signal, onAnswer });
	const weights = blendWeights(within, answers, heldOut, recipe.blend);
	const { columns, data } = softmaxRows(blendLogits(answers, heldOut.length, weights), 1);
	let at = 0;
	return tests.map(({ rows }) => {
		const from = at * columns;
		at += rows;
		return { rows, columns, data: data.slice(from, at * columns) };
	});
}

/** Discriminants are fitted faster than a thread starts. */
async function fitHere(
	jobs: readonly FitJob[],
	signal: AbortSignal | undefined,
	onAnswer: () => void,
): Promise<FitAnswer[]> {
	const answers: FitAnswer[] = [];
	for (const job of jobs) {
		signal?.throwIfAborted();
		answers.push(await runFitJob(job, { signal }));
		onAnswer();
	}
	return answers;
}
