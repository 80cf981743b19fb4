import { type Matrix, zeros } from "@undertone/core";
import { type FittedModel, fitScaler, type Scaler, stackRows } from "@undertone/learn";
import { createModelFile, type ModelInput, profilePriors } from "@undertone/recognize";
import { getFeatureSet } from "@undertone/speech";
import { populationOf } from "../adapt/speaker-statistics.ts";
import { computeFrames } from "../features/compute-features.ts";
import { clampFeatures, featureBounds } from "../fit/clamp-features.ts";
import { blendWeights, ensembleJobs, jointShares } from "../fit/ensemble.ts";
import { ensembleGraph } from "../fit/ensemble-graph.ts";
import { familiarityLimit } from "../fit/familiarity-limit.ts";
import { type FitAnswer, fitModel } from "../fit/fit-job.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { modelCard } from "../report/model-card.ts";
import { countOpenings } from "../results/count-openings.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { writeAtomically } from "../write-atomically.ts";
import { embedAll, type View } from "./embedding-view.ts";
import type { ExperimentContext } from "./experiment.ts";
import type { LabelledClips } from "./labelled-clips.ts";

/** Share of held-out clips with the lowest confidence that the model would rather not name. */
const notSureShare = 0.15;

/** What an evaluation gave, for the model's description. */
interface Evaluation {
	readonly result: Result;
	/** The same, corpus by corpus, where there are several. */
	readonly parts: readonly Result[];
	readonly predictions: readonly StoredPrediction[];
}

/**
 * Trains the model of a recipe on all clips, as every fold was trained, and writes it with its card.
 *
 * @param model - Where to, its name and licence.
 * @param command - What a reader types to get the same.
 */
export async function writeModel(
	recipe: Recipe,
	model: NonNullable<Recipe["model"]>,
	command: string,
	clips: LabelledClips,
	{ result, parts, predictions }: Evaluation,
	context: ExperimentContext,
): Promise<void> {
	const bounds = recipe.clamp === undefined ? undefined : featureBounds(clips.data.x, recipe.clamp);
	const shown = bounds === undefined ? clips.versions : clips.versions.map((v) => clampFeatures(v, bounds));
	const within = {
		...clips,
		versions: shown,
		data: { ...clips.data, x: shown[0] as Matrix },
	};
	const { embedding, sequence } = recipe;
	const second =
		embedding === undefined ? undefined : await embedAll({ ...recipe, embedding }, clips, context);
	const own = await fitAll({ recipe, clips: within }, context);
	const heard = second === undefined ? undefined : await fitAll(second.view, context);
	const weights = blendWeights(
		clips,
		[...own.answers, ...(heard?.answers ?? [])],
		own.heldOut,
		second === undefined ? recipe.blend : jointShares(recipe, second.view.recipe, embedding?.share ?? 0),
	);
	const members = own.heldOut.length;
	const count = recipe.classifiers.length;
	const graph = ensembleGraph({
		models: own.models,
		members,
		weights: weights.slice(0, count),
		bounds,
		sequence,
		...(second === undefined || heard === undefined
			? {}
			: {
					embedded: {
						models: heard.models,
						members,
						weights: weights.slice(count),
						extractor: second.extractor,
					},
				}),
	});
	const scaler =
		sequence === undefined ? fitScaler(clips.data.x) : await frameScaler(clips, recipe.features, context);
	const bytes = createModelFile(graph, {
		name: model.name,
		labels: recipe.labels,
		features: inputOf(recipe.features),
		...(embedding === undefined ? {} : { frames: inputOf(embedding.features) }),
		normalisation: { mean: [...scaler.mean], deviation: [...scaler.deviation] },
		calibration: { temperature: 1, threshold: notSureThreshold(predictions) },
		// Neither how far a clip lies from the training's nor a person's usual is defined for frames.
		...(sequence === undefined
			? {
					familiarity: { limit: familiarityLimit(clips.data.x, scaler) },
					profile: { ...profilePriors, neutralMean: [...neutralMean(clips)] },
				}
			: {}),
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
			openings: await countOpenings(context.results),
		}),
	);
	context.print(
		`${model.file}: ${(bytes.length / 1024).toFixed(0)} KiB; weights ${weights.map((weight) => weight.toFixed(2)).join(", ")}.`,
	);
}

/** A feature set as a model file names it. */
function inputOf(id: string): ModelInput {
	const set = getFeatureSet(id);
	return { id: set.id, sampleRate: set.sampleRate, names: set.features.map(({ name }) => name) };
}

/** Classifiers fitted on all clips. */
interface FittedView {
	readonly models: readonly FittedModel[];
	/** What they say of the clips that they did not see. */
	readonly answers: readonly FitAnswer[];
	/** The clips that each inner fold holds out. */
	readonly heldOut: readonly Int32Array[];
}

async function fitAll({ recipe, clips }: View, context: ExperimentContext): Promise<FittedView> {
	const all = Int32Array.from(clips.utterances, (_, i) => i);
	const { x } = clips.data;
	const { jobs, heldOut } = ensembleJobs(recipe, clips, all, x, zeros(0, x.columns));
	const models: FittedModel[] = [];
	const answers: FitAnswer[] = [];
	for (const [m, job] of jobs.entries()) {
		const fitted = await fitModel(job, {
			signal: context.signal,
			onProgress: ({ epoch, epochs, loss }) =>
				context.progress(
					"the model for all clips",
					(m + epoch / epochs) / jobs.length,
					`member ${m + 1}, epoch ${epoch}: loss ${loss.toFixed(3)}`,
				),
		});
		models.push(fitted);
		const logits = await fitted.logits(job.predict[0] as Matrix);
		answers.push({ logits: [logits], model: new Uint8Array(0), curves: [], summary: fitted.summary });
	}
	return { models, answers, heldOut };
}

/** Mean and deviation of every column over all frames of the clips, as they come from the feature set. */
async function frameScaler(
	{ utterances }: LabelledClips,
	set: string,
	{ cache, signal, progress }: ExperimentContext,
): Promise<Scaler> {
	const { clips } = await computeFrames(
		utterances.map(({ path }) => path),
		set,
		{ cache, signal, onProgress: (done, total) => progress(set, done / total) },
	);
	return fitScaler(stackRows(clips));
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
