import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Matrix } from "@undertone/core";
import { type Fold, softmaxRows } from "@undertone/learn";
import type { AdaptedFold } from "../adapt/adapt-fold.ts";
import { blendLogits } from "../fit/ensemble.ts";
import type { FitAnswer, FitJob } from "../fit/fit-job.ts";
import { jobKey } from "../fit/job-key.ts";
import { runFitJobs } from "../fit/run-fit-jobs.ts";
import { pseudoLabels, withPseudoLabels } from "../fit/self-training.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { StoredPrediction } from "../results/result.ts";
import type { Curve } from "../results/store-curves.ts";
import { toPredictions } from "../results/to-predictions.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { ExperimentContext } from "./experiment.ts";
import { heardWeights, hearEmbedding, hearView } from "./heard-view.ts";
import type { LabelledClips } from "./labelled-clips.ts";
import { checkFold } from "./outer-folds.ts";

/** What a fold gave. */
export interface EvaluatedFold {
	/** A row for every tested clip and draw. */
	readonly predictions: StoredPrediction[];
	/** Fits that were not in the cache. */
	readonly fresh: number;
	/** What classifiers that choose among several chose, in words. */
	readonly chosen: readonly string[];
	/** How its fits went, of the last round. */
	readonly curves: readonly Curve[];
}

/**
 * Trains what a recipe says on the training part of a fold, and predicts its test part.
 *
 * Finished fits are kept in the cache by all that they are made of, so that recipes which share some train these once.
 *
 * @param what - For the progress, such as `fold 2 of 10`.
 * @param repeat - Which dealing of the clips the fold belongs to.
 * @throws {UndertoneError} `leak`, `recipe-invalid`, `cancelled`.
 */
export async function evaluateFold(
	recipe: Recipe,
	clips: LabelledClips,
	fold: Fold,
	{ what, repeat = 0 }: { readonly what: string; readonly repeat?: number },
	context: ExperimentContext,
): Promise<EvaluatedFold> {
	checkFold(recipe, clips, fold);
	const first = hearView({ recipe, clips }, fold);
	const second = await hearEmbedding(recipe, clips, fold, what, context);
	const jobs = [...first.jobs, ...(second?.jobs ?? [])];
	const predict = async (round: readonly FitJob[], number: number): Promise<FitRound> => {
		const { answers, fresh } = await runCached({ jobs: round, number }, what, context);
		const chosen = answers.flatMap(({ summary }) => (summary.chosen as readonly string[] | undefined) ?? []);
		const curves = answers.map((answer) => answer.curves);
		const weights = heardWeights(first, second, answers);
		const logits = blendLogits(answers, first.heldOut.length, weights);
		return { probabilities: softmaxRows(logits, 1), fresh, chosen, curves };
	};
	let { probabilities, fresh, chosen, curves } = await predict(jobs, 0);
	const shares = recipe.adaptation.kind === "self-trained" ? recipe.adaptation.shares : [];
	for (const [r, share] of shares.entries()) {
		const given = pseudoLabels(probabilities, share);
		const weight = weightOf(recipe, clips, fold, given.rows.length);
		const next = await predict(
			jobs.map((job) => withPseudoLabels(job, given, weight)),
			r + 1,
		);
		({ probabilities, chosen, curves } = next);
		fresh += next.fresh;
	}
	const predictions = foldPredictions(recipe, clips, fold, first.adapted, probabilities, repeat);
	return { predictions, fresh, chosen: [...new Set(chosen)], curves };
}

/** What all fits of one fold say, and how many of them were not in the cache. */
interface FitRound {
	readonly probabilities: Matrix;
	readonly fresh: number;
	readonly chosen: readonly string[];
	readonly curves: readonly Curve[];
}

/** Of a test clip that joins the training part with `count - 1` others: they weigh as a corpus of that size. */
function weightOf(
	{ corpusWeights }: Recipe,
	{ utterances, weights }: LabelledClips,
	{ train }: Fold,
	count: number,
): number {
	if (corpusWeights === "none") return 1;
	const [first = 0] = train;
	const corpus = utterances[first]?.corpus;
	const size = utterances.filter((one) => one.corpus === corpus).length;
	return (weights[first] as number) * Math.sqrt(size / count);
}

function foldPredictions(
	recipe: Recipe,
	clips: LabelledClips,
	fold: Fold,
	{ tested }: AdaptedFold,
	probabilities: Matrix,
	repeat: number,
): StoredPrediction[] {
	const rows = toPredictions(
		tested.map(({ clip }) => clips.utterances[clip] as LabelledClips["utterances"][number]),
		tested.map(({ clip }) => clips.emotions[clip] as LabelledClips["emotions"][number]),
		probabilities,
		recipe.labels,
		{ fold: fold.name },
	);
	return rows.map((row, r) => ({ ...row, repeat: repeat + (tested[r]?.draw ?? 0) }));
}

/** Runs the fits of one fold, taking from the cache those an earlier run finished; `fresh` were not there. */
async function runCached(
	{ jobs, number }: { readonly jobs: readonly FitJob[]; readonly number: number },
	name: string,
	context: ExperimentContext,
): Promise<{ readonly answers: FitAnswer[]; readonly fresh: number }> {
	const paths = jobs.map((job) => join(context.cache, "fits", `${jobKey(job)}.fit`));
	const path = (m: number): string => paths[m] as string;
	const known = await Promise.all(jobs.map((_, m) => readFile(path(m)).then(deserialize, () => undefined)));
	const open = jobs.flatMap((job, m) => (known[m] === undefined ? [{ job, m }] : []));
	const shares: number[] = jobs.map((_, m) => (known[m] === undefined ? 0 : 1));
	const answers = known as (FitAnswer | undefined)[];
	await runFitJobs(
		open.map(({ job, m }) => ({ ...job, checkpoint: `${path(m)}.state` })),
		{
			signal: context.signal,
			onProgress: (i, { epoch, epochs, loss, validationUar }) => {
				const m = open[i]?.m ?? 0;
				shares[m] = epoch / epochs;
				const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
				const round = number === 0 ? "" : `round ${number + 1}, `;
				const held =
					validationUar === undefined ? "" : `, held-out UAR ${(100 * validationUar).toFixed(1)} %`;
				context.progress(
					name,
					mean,
					`${round}member ${m + 1}, epoch ${epoch}: loss ${loss.toFixed(3)}${held}`,
				);
			},
			onAnswer: async (i, answer) => {
				const m = open[i]?.m ?? 0;
				answers[m] = answer;
				await writeAtomically(path(m), serialize({ ...answer, model: new Uint8Array(0) }));
			},
		},
	);
	return { answers: answers as FitAnswer[], fresh: open.length };
}
