import type { Schedule } from "./learning-rate.ts";

/** How a network is trained; every default is visible in `trainingDefaults`. */
export interface TrainingOptions {
	readonly epochs?: number;
	readonly batchSize?: number;
	readonly learningRate?: number;
	readonly schedule?: Schedule;
	/** AdamW, or `sgd`: stochastic gradient descent with Nesterov's momentum (0.9), whose rates are ten times Adam's and more. */
	readonly optimizer?: "adam" | "sgd";
	/** Decay of matrices and kernels: AdamW's, or of `sgd` what is added to the gradient. */
	readonly weightDecay?: number;
	/** Longest gradient; `null` for any. */
	readonly clipNorm?: number | null;
	/**
	 * Radius of sharpness-aware minimisation, 0 for none: every step goes by the gradient (and the weight decay) at the
	 * worst point so far away, by which minima are sought that are flat, and takes twice as long.
	 *
	 * @see Foret et al. (2021), arXiv:2010.01412
	 */
	readonly sharpness?: number;
	/** `balanced` gives every class the same sum of weights. */
	readonly classWeights?: "none" | "balanced";
	/** Share of every target that is spread over the allowed classes. */
	readonly labelSmoothing?: number;
	/** α of mixup's beta distribution; 0 for none. */
	readonly mixup?: number;
	/** `balanced` draws every class as often, with replacement. */
	readonly batches?: "shuffled" | "balanced";
	/** Averaging of weights: exponential with this decay a step, or over the last share of the epochs. */
	readonly averaging?: { readonly ema: number } | { readonly swa: number } | null;
	/** What tells the best epoch on the validation part. */
	readonly monitor?: "loss" | "accuracy" | "uar";
	/** Stops after this many epochs without a better one; needs a validation part. */
	readonly patience?: number;
	/** Whether the model is that of the last epoch or of the best on the validation part. */
	readonly keep?: "last" | "best";
}

/** What {@link TrainingOptions} are when left out. */
const trainingDefaults: Required<TrainingOptions> = {
	epochs: 100,
	batchSize: 32,
	learningRate: 1e-3,
	schedule: { kind: "constant" },
	optimizer: "adam",
	weightDecay: 0,
	clipNorm: null,
	sharpness: 0,
	classWeights: "none",
	labelSmoothing: 0,
	mixup: 0,
	batches: "shuffled",
	averaging: null,
	monitor: "loss",
	patience: Number.POSITIVE_INFINITY,
	keep: "best",
};

/**
 * Options with their defaults.
 *
 * @throws {RangeError} If a number is out of its range.
 */
export function withTrainingDefaults(options: TrainingOptions, name: string): Required<TrainingOptions> {
	const all = { ...trainingDefaults, ...options };
	const check = (key: keyof TrainingOptions, holds: boolean, range: string): void => {
		if (!holds) throw new RangeError(`${name}: ${key} must be ${range}, got ${String(all[key])}.`);
	};
	check("epochs", Number.isInteger(all.epochs) && all.epochs >= 1, "a whole number from 1");
	check("batchSize", Number.isInteger(all.batchSize) && all.batchSize >= 1, "a whole number from 1");
	check("learningRate", all.learningRate > 0 && all.learningRate < 1e3, "positive");
	check("weightDecay", all.weightDecay >= 0, "0 or positive");
	check("labelSmoothing", all.labelSmoothing >= 0 && all.labelSmoothing < 1, "in [0, 1)");
	check("sharpness", all.sharpness >= 0 && all.sharpness < 1e3, "in [0, 1000)");
	check("mixup", all.mixup >= 0, "0 or positive");
	check("patience", all.patience >= 1, "1 or more");
	return all;
}
