import { readFile, rm } from "node:fs/promises";
import type { Matrix } from "@undertone/core";
import {
	type Dataset,
	type Estimator,
	type FitOptions,
	type FittedModel,
	type NeuralModel,
	type Progress,
	withFeatures,
} from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";
import { writeAtomically } from "../write-atomically.ts";
import { type ClassifierSpec, createEstimator, type SequenceShape } from "./classifier.ts";
import { featureSelector } from "./feature-selector.ts";

/** One training and what is to be predicted by it. */
export interface FitJob {
	readonly classifier: ClassifierSpec;
	/** How features are chosen from the training part; all by default. */
	readonly select?: Recipe["select"];
	/** Of the rows, where they are sequences. */
	readonly shape?: SequenceShape;
	/** Of the columns, where the classifier chooses groups of them. */
	readonly names?: readonly string[];
	readonly train: Dataset;
	/** For the curves, the best epoch and the temperature. */
	readonly validation?: Dataset;
	readonly sampleWeights?: Float32Array;
	readonly seed: number;
	/** Raw features. */
	readonly predict: readonly Matrix[];
	/** Whether the best epoch on the validation part is wanted too. */
	readonly keepBest?: boolean;
	/** A file for the state of the training, so that a killed run goes on inside a fit; removed at its end. */
	readonly checkpoint?: string;
}

/** What a {@link FitJob} gives. */
export interface FitAnswer {
	/** Logits for every matrix asked, before any temperature, shape `[rows, labels]`. */
	readonly logits: readonly Matrix[];
	/** The model as `.onnx`, temperature 1. */
	readonly model: Uint8Array;
	/** Of the best epoch, where it was asked for and the classifier has epochs. */
	readonly bestModel?: Uint8Array;
	readonly curves: readonly Progress[];
	readonly summary: Readonly<Record<string, unknown>>;
}

/** What a {@link FitJob} takes besides. */
export interface RunFitJobOptions {
	readonly onProgress?: ((progress: Progress) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
	/** A checkpoint costs a write of all weights: not more often than this, in milliseconds. */
	readonly checkpointEvery?: number;
}

/**
 * Fits and predicts, in this thread.
 *
 * @throws {UndertoneError} `cancelled` if the signal fires.
 */
export async function runFitJob(
	job: FitJob,
	{ onProgress, signal, checkpointEvery = 5000 }: RunFitJobOptions = {},
): Promise<FitAnswer> {
	const curves: Progress[] = [];
	const model = await resumableFit(job, checkpointEvery, {
		...fitOptions(job, signal),
		onProgress: (progress) => {
			curves.push(progress);
			onProgress?.(progress);
		},
	});
	const logits: Matrix[] = [];
	for (const x of job.predict) logits.push(await model.logits(x));
	const best = job.keepBest === true && "best" in model ? (model as NeuralModel).best.toOnnx() : undefined;
	if (job.checkpoint !== undefined) await rm(job.checkpoint, { force: true });
	return {
		logits,
		model: model.toOnnx(),
		...(best === undefined ? {} : { bestModel: best }),
		// Those of a resumed fit hold the epochs before the kill too.
		curves: "curves" in model ? (model as NeuralModel).curves : curves,
		summary: model.summary,
	};
}

/**
 * Fits, in this thread, and keeps the model: nothing is predicted, and no checkpoint written.
 *
 * @throws {UndertoneError} `cancelled` if the signal fires.
 */
export function fitModel(
	job: FitJob,
	{ onProgress, signal }: Pick<RunFitJobOptions, "onProgress" | "signal"> = {},
): Promise<FittedModel> {
	return estimatorOf(job).fit(job.train, {
		...fitOptions(job, signal),
		...(onProgress === undefined ? {} : { onProgress }),
	});
}

function fitOptions(
	{ seed, validation, sampleWeights }: FitJob,
	signal: AbortSignal | undefined,
): FitOptions {
	return {
		seed,
		threads: 1,
		...(signal === undefined ? {} : { signal }),
		...(validation === undefined ? {} : { validation }),
		...(sampleWeights === undefined ? {} : { sampleWeights }),
	};
}

/** What a job fits, with the features that it selects. */
function estimatorOf({
	classifier,
	shape,
	names,
	select,
}: Pick<FitJob, "classifier" | "shape" | "names" | "select">): Estimator {
	const whole = createEstimator(classifier, shape, names);
	return select === undefined ? whole : withFeatures(whole, featureSelector(whole, select));
}

/** A fit that goes on from its checkpoint, if there is one that fits. */
async function resumableFit(job: FitJob, checkpointEvery: number, options: FitOptions): Promise<FittedModel> {
	const { checkpoint, train } = job;
	const estimator = estimatorOf(job);
	if (checkpoint === undefined) return estimator.fit(train, options);
	let written = performance.now();
	const fit = (resume: Uint8Array | undefined): Promise<FittedModel> =>
		estimator.fit(train, {
			...options,
			...(resume === undefined ? {} : { resume }),
			onCheckpoint: async (state) => {
				if (performance.now() - written < checkpointEvery) return;
				await writeAtomically(checkpoint, state, { flush: false });
				written = performance.now();
			},
		});
	const resume = await readFile(checkpoint).catch(() => undefined);
	if (resume === undefined) return fit(undefined);
	try {
		return await fit(new Uint8Array(resume));
	} catch (error) {
		// Of other settings, or damaged: the fit begins anew.
		if ((error as { code?: string }).code !== "file-unreadable") throw error;
		return fit(undefined);
	}
}
