import { type Matrix, UndertoneError, zeros } from "@undertone/core";
import { type FittedModel, type Fold, softmaxRows, stackRows, takeRows } from "@undertone/learn";
import { clampFeatures, featureBounds } from "../fit/clamp-features.ts";
import { blendLogits, type EnsembleJobs, ensembleJobs } from "../fit/ensemble.ts";
import { type FitAnswer, type FitJob, fitModel, runFitJob } from "../fit/fit-job.ts";
import { runFitJobs } from "../fit/run-fit-jobs.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { ExperimentContext } from "./experiment.ts";
import { heardWeights, hearEmbedding } from "./heard-view.ts";
import type { LabelledClips } from "./labelled-clips.ts";

/** Something to be predicted: test clips, as they are or changed. */
export interface FoldTest {
	/** Raw features, a row a clip, in any number and order. */
	readonly x: Matrix;
	/** The test clip whose i-vector each row is heard with, where the recipe has an `embedding`. */
	readonly clips: ArrayLike<number>;
}

/** What a recipe learnt from the training part of a fold. */
export interface FittedFold {
	/**
	 * Probabilities, a matrix a test.
	 *
	 * Of discriminants tests may come from a generator, of which one at a time is in memory, and may be asked for again
	 * and again; what takes threads is fitted anew for every call.
	 */
	predict(tests: Iterable<FoldTest>): Promise<Matrix[]>;
}

/** What {@link fitFold} takes besides. */
export interface FitFoldOptions {
	/** For the progress, such as `fold 2 of 10`. */
	readonly what: string;
	/** The training clips as a test clip would be seen, row for row as the clips; as they stand by default. */
	readonly asTested?: Matrix;
}

/**
 * Fits what a recipe says to the training part of a fold, for several tests to be put to it: the test clips as they
 * are get what `evaluateFold` gives them. I-vectors are made once, whatever the tests.
 *
 * @param clips - Adapted already, where the recipe adapts.
 * @throws {UndertoneError} `recipe-invalid` if the recipe searches its settings, learns from its test clips, or adapts
 *   and has an embedding; `cancelled`.
 */
export async function fitFold(
	recipe: Recipe,
	clips: LabelledClips,
	fold: Fold,
	{ what, asTested = clips.data.x }: FitFoldOptions,
	context: ExperimentContext,
): Promise<FittedFold> {
	checkRecipe(recipe);
	const { clamp } = recipe;
	const bounds = clamp === undefined ? undefined : featureBounds(takeRows(clips.data.x, fold.train), clamp);
	const shown = (x: Matrix): Matrix => (bounds === undefined ? x : clampFeatures(x, bounds));
	const versions = clips.versions.map(shown);
	const within = { ...clips, versions, data: { ...clips.data, x: versions[0] as Matrix } };
	const jobsFor = (x: Matrix): EnsembleJobs =>
		ensembleJobs(recipe, within, fold.train, shown(asTested), shown(x));
	const second = await hearEmbedding(recipe, clips, fold, what, context);
	const vectors = second === undefined ? [] : await runAll(second.jobs, `${what}, i-vectors`, context);
	const vectorScores = scoresByClip(vectors, fold.test);
	/** The way from scores of the features' classifiers, and of the i-vectors of some clips, to probabilities. */
	const mix = (held: readonly Matrix[], heldOut: Int32Array[]) => {
		const answers = [...held.map((matrix) => ({ logits: [matrix] })), ...vectors];
		const weights = heardWeights({ view: { recipe, clips }, heldOut }, second, answers);
		return (scores: readonly Matrix[], heard: ArrayLike<number>): Matrix => {
			const all = [...scores, ...vectorScores(heard)].map((own) => ({ logits: [zeros(0, 0), own] }));
			return softmaxRows(blendLogits(all, heldOut.length, weights), 1);
		};
	};
	if (!recipe.classifiers.every(isQuick)) {
		return { predict: (tests) => predictThreaded([...tests], jobsFor, mix, what, context) };
	}
	const { jobs, heldOut } = jobsFor(zeros(0, clips.data.x.columns));
	const models: FittedModel[] = [];
	const held: Matrix[] = [];
	for (const [m, job] of jobs.entries()) {
		const model = await fitModel(job, { signal: context.signal });
		models.push(model);
		held.push(await model.logits(job.predict[0] as Matrix));
		context.progress(what, (m + 1) / jobs.length);
	}
	const mixed = mix(held, heldOut);
	return {
		predict: async (tests) => {
			const probabilities: Matrix[] = [];
			for (const { x, clips: heard } of tests) {
				context.signal?.throwIfAborted();
				const z = shown(x);
				const scores: Matrix[] = [];
				for (const model of models) scores.push(await model.logits(z));
				probabilities.push(mixed(scores, heard));
			}
			return probabilities;
		},
	};
}

function checkRecipe({ id, search, adaptation, embedding }: Recipe): void {
	if (search !== undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${id}" must have settings that stand fixed, and its search chooses others in every fold. Leave out "search", and write one of its choices into the recipe.`,
		);
	}
	if (adaptation.kind === "self-trained") {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${id}" must learn from its training part alone, and it learns from its test clips too. Take another adaptation than "self-trained".`,
		);
	}
	if (embedding !== undefined && adaptation.kind !== "none") {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${id}" must hear its i-vectors as they are, and its adaptation moves them by speaker. Leave out "embedding", or "adaptation".`,
		);
	}
}

/** What is fitted faster than a thread starts, in closed form or nearly. */
function isQuick({ kind }: { readonly kind: string }): boolean {
	return kind === "lda" || kind === "plda";
}

/** Answers to all tests at once, from fits in threads. */
async function predictThreaded(
	tests: readonly FoldTest[],
	jobsFor: (x: Matrix) => EnsembleJobs,
	mix: (
		held: readonly Matrix[],
		heldOut: Int32Array[],
	) => (scores: readonly Matrix[], heard: ArrayLike<number>) => Matrix,
	what: string,
	context: ExperimentContext,
): Promise<Matrix[]> {
	const { jobs, heldOut } = jobsFor(stackRows(tests.map(({ x }) => x)));
	const answers = await runAll(jobs, what, context);
	const mixed = mix(
		answers.map(({ logits }) => logits[0] as Matrix),
		heldOut,
	);
	let at = 0;
	return tests.map(({ x, clips }) => {
		const from = at;
		at += x.rows;
		const rows = Array.from({ length: x.rows }, (_, r) => from + r);
		return mixed(
			answers.map(({ logits }) => pickRows(logits[1] as Matrix, rows)),
			clips,
		);
	});
}

async function runAll(
	jobs: readonly FitJob[],
	what: string,
	{ signal, progress }: ExperimentContext,
): Promise<FitAnswer[]> {
	let done = 0;
	const onAnswer = (): void => progress(what, ++done / jobs.length);
	if (!jobs.every(({ classifier }) => isQuick(classifier))) return runFitJobs(jobs, { signal, onAnswer });
	const answers: FitAnswer[] = [];
	for (const job of jobs) {
		signal?.throwIfAborted();
		answers.push(await runFitJob(job, { signal }));
		onAnswer();
	}
	return answers;
}

/** What fits say of test clips, a matrix a fit; the fits were asked for all of `test`. */
function scoresByClip(
	answers: readonly FitAnswer[],
	test: Int32Array,
): (clips: ArrayLike<number>) => Matrix[] {
	if (answers.length === 0) return () => [];
	const places = new Map(Array.from(test, (clip, r) => [clip, r]));
	return (clips) => {
		const rows = Array.from(clips, (clip) => {
			const place = places.get(clip);
			if (place !== undefined) return place;
			throw new RangeError(`fitFold: only clips of the test part have i-vectors here, got clip ${clip}.`);
		});
		return answers.map(({ logits }) => pickRows(logits[1] as Matrix, rows));
	};
}

/** Rows of a matrix, as exact as it is. */
function pickRows({ columns, data }: Matrix, rows: readonly number[]): Matrix {
	const picked = new Float64Array(rows.length * columns);
	for (const [to, from] of rows.entries()) {
		picked.set(data.subarray(from * columns, (from + 1) * columns), to * columns);
	}
	return { rows: rows.length, columns, data: picked };
}
