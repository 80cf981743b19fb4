import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type Matrix, row, zeros } from "@undertone/core";
import { type FittedModel, type Fold, fitScaler, type Scaler, softmaxRows } from "@undertone/learn";
import { createModelFile, unfamiliarity } from "@undertone/recognize";
import { getFeatureSet } from "@undertone/speech";
import { type AdaptedFold, adaptFold } from "../adapt/adapt-fold.ts";
import { populationOf, profilePriors } from "../adapt/speaker-statistics.ts";
import { variantWords } from "../augment/variant.ts";
import { clampFeatures, clampFold, featureBounds } from "../fit/clamp-features.ts";
import { createEstimator, describeBlend } from "../fit/classifier.ts";
import { blendLogits, blendWeights, ensembleGraph, ensembleJobs } from "../fit/ensemble.ts";
import type { FitAnswer } from "../fit/fit-job.ts";
import { runFitJobs } from "../fit/run-fit-jobs.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { modelCard } from "../report/model-card.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { toPredictions } from "../results/to-predictions.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { ExperimentContext } from "./experiment.ts";
import { type LabelledClips, readLabelledClips } from "./labelled-clips.ts";
import { checkOuterFold, outerFolds, repeatOf } from "./outer-folds.ts";

/** Share of held-out clips with the lowest confidence that the model would rather not name. */
const notSureShare = 0.15;

/** Share of the training clips that lie too far out to be called familiar. */
const unfamiliarShare = 0.005;

/**
 * Runs a recipe: every outer fold trains an ensemble anew, which sees nothing of the test part; then, where the
 * recipe asks for it, the model for all clips is trained the same way and written with its card.
 *
 * Finished fits are kept in the cache, so that a killed run goes on where it was.
 *
 * @param command - What a reader types to get the same.
 * @throws {UndertoneError} `leak`, `corpus-…`, `recipe-invalid`, `cancelled`.
 */
export async function trainRecipe(
	recipe: Recipe,
	command: string,
	context: ExperimentContext,
): Promise<Result> {
	const began = performance.now();
	const clips = await readLabelledClips(recipe, context);
	const folds = outerFolds(recipe, clips);
	const predictions: StoredPrediction[] = [];
	let made = 0;
	for (const [f, fold] of folds.entries()) {
		checkOuterFold(recipe, clips, fold);
		const whole = adaptFold(recipe, clips, fold);
		const adapted = recipe.clamp === undefined ? whole : clampFold(whole, fold.train, recipe.clamp);
		const { jobs, heldOut } = ensembleJobs(
			recipe,
			adapted.clips,
			fold.train,
			adapted.asTested,
			adapted.testX,
		);
		const name = `fold ${f + 1} of ${folds.length}`;
		const { answers, fresh } = await runCached(recipe, clips, fold, jobs, name, context);
		made += fresh;
		const weights = blendWeights(clips, answers, heldOut, recipe.blend);
		const probabilities = softmaxRows(blendLogits(answers, heldOut.length, weights), 1);
		predictions.push(...foldPredictions(recipe, clips, fold, adapted, probabilities, repeatOf(recipe, f)));
	}
	if (made === 0)
		context.print(`Every fit was taken from the cache (${context.cache}): nothing had changed.`);
	const tested = Array.from(folds.flatMap((fold) => [...fold.test]));
	const corpora = [...new Set(tested.map((i) => clips.utterances[i]?.corpus ?? ""))];
	const trainedOn = [
		...new Set(folds.flatMap((fold) => Array.from(fold.train, (i) => clips.utterances[i]?.corpus ?? ""))),
	];
	const { adaptation } = recipe;
	const description = {
		command,
		corpora,
		...(recipe.protocol.split === "cross-corpus" ? { trainedOn } : {}),
		split: recipe.protocol.split,
		adaptation: { kind: adaptation.kind, k: "k" in adaptation ? adaptation.k : 0 },
		classifier: describeBlend(recipe),
		features: recipe.features,
		labels: recipe.labels,
		selection: recipe.selection,
		seed: recipe.seed,
		trainSeconds: (performance.now() - began) / 1000,
		...notesOf(recipe),
	} as const;
	const named = folds.map((fold) => ({ name: fold.name, testSpeakers: speakersOf(clips, fold) }));
	const result = await storeResult(
		context.results,
		{ ...description, id: recipe.id, folds: named },
		predictions,
	);
	const parts = corpora.length > 1 ? await perCorpus(recipe, description, named, predictions, context) : [];
	if (recipe.model !== undefined)
		await writeModel(recipe, command, clips, result, parts, predictions, context);
	return result;
}

/** A row of `predictions.csv` for every tested clip and draw. */
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

/** How training or test clips were changed: without it a noise test would stand as an ordinary, bad figure. */
function notesOf({ augment, testAs }: Recipe): { readonly notes?: readonly string[] } {
	const notes = [
		...(testAs.length === 0 ? [] : [`Tested on changed clips: ${variantWords(testAs)}.`]),
		...(augment.length === 0
			? []
			: [`Trained with copies of the clips too: ${augment.map(variantWords).join("; ")}.`]),
	];
	return notes.length === 0 ? {} : { notes };
}

function speakersOf(clips: LabelledClips, fold: Fold): string[] {
	return [...new Set(Array.from(fold.test, (i) => clips.speakers[i] as string))].sort();
}

/** Runs the fits of one fold, taking from the cache those an earlier run finished; `fresh` were not there. */
async function runCached(
	recipe: Recipe,
	clips: LabelledClips,
	fold: Fold,
	jobs: Parameters<typeof runFitJobs>[0],
	name: string,
	context: ExperimentContext,
): Promise<{ readonly answers: FitAnswer[]; readonly fresh: number }> {
	const key = createHash("sha256")
		.update(
			JSON.stringify([
				{ ...recipe, model: undefined, description: "" },
				clips.audioHashes,
				fold.name,
				[...fold.test],
				jobs[0]?.shape,
			]),
		)
		.digest("hex")
		.slice(0, 24);
	const path = (m: number): string => join(context.cache, "runs", recipe.id, `${key}-${m}.fit`);
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
				const held =
					validationUar === undefined ? "" : `, held-out UAR ${(100 * validationUar).toFixed(1)} %`;
				context.progress(name, mean, `member ${m + 1}, epoch ${epoch}: loss ${loss.toFixed(3)}${held}`);
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

/** The same predictions, corpus by corpus: a class a corpus lacks is no class there, and predicting it an error. */
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
		const labels = recipe.labels.filter((label) => rows.some((row) => row.actual === label));
		results.push(
			await storeResult(
				context.results,
				{
					...description,
					id: `${recipe.id}-${corpus.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`,
					corpora: [corpus],
					trainedOn: description.corpora,
					labels,
					folds: folds.map((fold) => ({
						...fold,
						testSpeakers: fold.testSpeakers.filter((speaker) => speaker.startsWith(`${corpus}/`)),
					})),
				},
				rows.map((row) => ({
					...row,
					scores: labels.map((label) => row.scores[recipe.labels.indexOf(label)] ?? 0),
				})),
			),
		);
	}
	return results;
}

async function writeModel(
	recipe: Recipe,
	command: string,
	clips: LabelledClips,
	result: Result,
	parts: readonly Result[],
	predictions: readonly StoredPrediction[],
	context: ExperimentContext,
): Promise<void> {
	const { model } = recipe;
	if (model === undefined) return;
	const all = Int32Array.from(clips.utterances, (_, i) => i);
	const bounds = recipe.clamp === undefined ? undefined : featureBounds(clips.data.x, recipe.clamp);
	const shown = bounds === undefined ? clips.versions : clips.versions.map((v) => clampFeatures(v, bounds));
	const x = shown[0] as Matrix;
	const within = { ...clips, versions: shown, data: { ...clips.data, x } };
	const { jobs, heldOut } = ensembleJobs(recipe, within, all, x, zeros(0, x.columns));
	const members: FittedModel[] = [];
	const answers: FitAnswer[] = [];
	for (const [m, job] of jobs.entries()) {
		const fitted = await createEstimator(job.classifier, job.shape).fit(job.train, {
			seed: job.seed,
			threads: 1,
			...(job.validation === undefined ? {} : { validation: job.validation }),
			...(job.sampleWeights === undefined ? {} : { sampleWeights: job.sampleWeights }),
			...(context.signal === undefined ? {} : { signal: context.signal }),
			onProgress: ({ epoch, epochs, loss }) =>
				context.progress(
					"the model for all clips",
					(m + epoch / epochs) / jobs.length,
					`member ${m + 1}, epoch ${epoch}: loss ${loss.toFixed(3)}`,
				),
		});
		members.push(fitted);
		const logits = await fitted.logits(job.predict[0] as Matrix);
		answers.push({ logits: [logits], model: new Uint8Array(0), curves: [], summary: fitted.summary });
	}
	const weights = blendWeights(clips, answers, heldOut, recipe.blend);
	const set = getFeatureSet(recipe.features);
	const scaler = fitScaler(clips.data.x);
	const bytes = createModelFile(ensembleGraph(members, heldOut.length, weights, bounds), {
		name: model.name,
		labels: recipe.labels,
		features: { id: set.id, sampleRate: set.sampleRate, names: set.features.map((feature) => feature.name) },
		normalisation: { mean: [...scaler.mean], deviation: [...scaler.deviation] },
		calibration: { temperature: 1, threshold: notSureThreshold(predictions) },
		familiarity: { limit: familiarityLimit(clips.data.x, scaler) },
		profile: { ...profilePriors, neutralMean: [...neutralMean(clips)] },
		corpora: result.corpora,
		protocol: `${result.split}, ${result.folds.length} folds, each trained anew`,
		metrics: Object.fromEntries(
			[result, ...parts].map((one) => [one === result ? "all" : (one.corpora[0] ?? one.id), one.metrics]),
		),
		licence: model.licence,
		trained: { command, date: result.date, seed: recipe.seed },
	});
	await writeAtomically(model.file, bytes);
	await writeAtomically(
		model.file.replace(/\.onnx$/, ".md"),
		modelCard(recipe, result, parts, predictions, {
			bytes: bytes.length,
			threshold: notSureThreshold(predictions),
		}),
	);
	context.print(
		`${model.file}: ${(bytes.length / 1024).toFixed(0)} kB; weights ${weights.map((weight) => weight.toFixed(2)).join(", ")}.`,
	);
}

/** The distance that all but the farthest {@link unfamiliarShare} of the training clips keep within. */
function familiarityLimit(x: Matrix, { mean, deviation }: Scaler): number {
	const normalisation = { mean: [...mean], deviation: [...deviation] };
	const distances = Float64Array.from({ length: x.rows }, (_, r) => unfamiliarity(row(x, r), normalisation));
	const within = distances.filter((value) => !Number.isNaN(value)).sort();
	return Math.round(1000 * (within[Math.floor((1 - unfamiliarShare) * within.length)] ?? 1)) / 1000;
}

/** What a neutral reading of a new person is compared with: mean over speakers of their neutral clips. */
function neutralMean({ data, speakers, emotions }: LabelledClips): Float64Array {
	const groups = new Map<string, number[]>();
	for (const [i, speaker] of speakers.entries()) groups.set(speaker, [...(groups.get(speaker) ?? []), i]);
	return populationOf(data.x, [...groups.values()], (row) => emotions[row] === "neutral").neutralMean;
}

/** The confidence that the least confident {@link notSureShare} of the out-of-fold clips do not reach. */
function notSureThreshold(predictions: readonly StoredPrediction[]): number {
	const confidences = predictions.map((row) => Math.max(...row.scores)).sort((a, b) => a - b);
	return Math.round(1000 * (confidences[Math.floor(notSureShare * confidences.length)] ?? 0)) / 1000;
}
