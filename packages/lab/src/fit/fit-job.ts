import type { Matrix } from "@undertone/core";
import type { Dataset, NeuralModel, Progress } from "@undertone/learn";
import { type ClassifierSpec, createEstimator } from "./classifier.ts";

/** One training and what is to be predicted by it. */
export interface FitJob {
	readonly classifier: ClassifierSpec;
	readonly train: Dataset;
	/** For the curves, the best epoch and the temperature. */
	readonly validation?: Dataset;
	readonly sampleWeights?: Float32Array;
	readonly seed: number;
	/** Raw features. */
	readonly predict: readonly Matrix[];
	/** Whether the best epoch on the validation part is wanted too. */
	readonly keepBest?: boolean;
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

/** Fits and predicts, in this thread. */
export async function runFitJob(job: FitJob, onProgress?: (progress: Progress) => void): Promise<FitAnswer> {
	const curves: Progress[] = [];
	const model = await createEstimator(job.classifier).fit(job.train, {
		seed: job.seed,
		threads: 1,
		...(job.validation === undefined ? {} : { validation: job.validation }),
		...(job.sampleWeights === undefined ? {} : { sampleWeights: job.sampleWeights }),
		onProgress: (progress) => {
			curves.push(progress);
			onProgress?.(progress);
		},
	});
	const logits: Matrix[] = [];
	for (const x of job.predict) logits.push(await model.logits(x));
	const best = job.keepBest === true && "best" in model ? (model as NeuralModel).best.toOnnx() : undefined;
	return {
		logits,
		model: model.toOnnx(),
		...(best === undefined ? {} : { bestModel: best }),
		curves,
		summary: model.summary,
	};
}
