import { type Emotion, emotions } from "@undertone/core";
import { z } from "zod";

const training = {
	epochs: z.int().min(1).max(10_000).optional(),
	batchSize: z.int().min(1).max(4096).optional(),
	learningRate: z.number().positive().optional(),
	/** How the rate goes over the training; `warmUp` is the share over which it rises. */
	schedule: z
		.strictObject({
			kind: z.enum(["constant", "cosine", "one-cycle"]),
			warmUp: z.number().min(0).lt(1).optional(),
		})
		.optional(),
	optimizer: z.enum(["adam", "sgd"]).optional(),
	/** Radius of sharpness-aware minimisation. */
	sharpness: z.number().min(0).lt(1000).optional(),
	weightDecay: z.number().min(0).optional(),
	/** Longest gradient of a step. */
	clipNorm: z.number().positive().optional(),
	/** The model is the mean of its weights: of all steps, the last the most, or over the last share of the epochs. */
	averaging: z
		.union(
			[z.strictObject({ ema: z.number().gt(0).lt(1) }), z.strictObject({ swa: z.number().gt(0).max(1) })],
			'must be {"ema": DECAY}, above 0 and below 1, or {"swa": SHARE} of the epochs, above 0 and at most 1',
		)
		.optional(),
	labelSmoothing: z.number().min(0).lt(1).optional(),
	mixup: z.number().min(0).optional(),
	classWeights: z.enum(["none", "balanced"]).optional(),
	batches: z.enum(["shuffled", "balanced"]).optional(),
	monitor: z.enum(["loss", "accuracy", "uar"]).optional(),
	patience: z.number().min(1).optional(),
	keep: z.enum(["last", "best"]).optional(),
};

const network = {
	dropout: z.number().min(0).lt(1).optional(),
	specAugment: z
		.strictObject({
			timeMasks: z.int().min(0).optional(),
			timeWidth: z.int().min(1).optional(),
			bandMasks: z.int().min(0).optional(),
			bandWidth: z.int().min(1).optional(),
			shift: z.int().min(0).optional(),
		})
		.optional(),
	...training,
};

const basicClassifier = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("mlp"),
		hidden: z.array(z.int().min(1).max(4096)).optional(),
		activation: z.enum(["relu", "elu", "gelu", "sigmoid", "tanh"]).optional(),
		/** Of every hidden layer, before its activation. */
		normalise: z.enum(["none", "batch", "layer"]).optional(),
		dropout: z.number().min(0).lt(1).optional(),
		inputDropout: z.number().min(0).lt(1).optional(),
		...training,
	}),
	z.strictObject({
		kind: z.literal("lda"),
		shrinkage: z.union([z.literal("auto"), z.number().min(0).max(1)]).optional(),
		priors: z.enum(["equal", "data"]).optional(),
		/** What the training clips look like: as they are, or brought to what is usual over speakers. */
		speakers: z.enum(["as-recorded", "normalised"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("plda"),
		dimensions: z.int().min(1).optional(),
		shrinkage: z.number().min(0).max(1).optional(),
	}),
	z.strictObject({
		kind: z.literal("logistic"),
		c: z.number().positive().optional(),
		classWeights: z.enum(["none", "balanced"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("neighbours"),
		k: z.int().min(1).optional(),
		votes: z.enum(["uniform", "distance"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("forest"),
		trees: z.int().min(1).max(5000).optional(),
		maxDepth: z.int().min(1).optional(),
		minLeaf: z.number().positive().optional(),
		classWeights: z.enum(["none", "balanced"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("boosting"),
		rounds: z.int().min(1).max(5000).optional(),
		learningRate: z.number().positive().optional(),
		maxDepth: z.int().min(1).optional(),
		classWeights: z.enum(["none", "balanced"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("gaussians"),
		components: z.int().min(1).optional(),
		priors: z.enum(["equal", "data"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("svm"),
		kernel: z.enum(["rbf", "linear"]).optional(),
		c: z.number().positive().optional(),
		gamma: z.union([z.literal("scale"), z.number().positive()]).optional(),
		mostVectors: z.int().min(1).optional(),
		classWeights: z.enum(["none", "balanced"]).optional(),
		probabilityFolds: z.int().min(0).max(10).optional(),
	}),
	z.strictObject({
		kind: z.literal("hmm"),
		states: z.int().min(1).max(50).optional(),
		components: z.int().min(1).max(50).optional(),
		topology: z.enum(["left-right", "ergodic"]).optional(),
		iterations: z.int().min(1).optional(),
		leastVariance: z.number().positive().optional(),
		probabilityFolds: z.int().min(0).max(10).optional(),
	}),
	z.strictObject({
		kind: z.literal("cnn"),
		filters: z.array(z.int().min(1).max(1024)).min(1).optional(),
		kernel: z.tuple([z.int().min(1), z.int().min(1)]).optional(),
		...network,
	}),
	z.strictObject({
		kind: z.literal("recurrent"),
		cell: z.enum(["gru", "lstm"]).optional(),
		units: z.int().min(1).max(1024).optional(),
		layers: z.int().min(1).max(4).optional(),
		bidirectional: z.boolean().optional(),
		...network,
	}),
	z.strictObject({
		kind: z.literal("convolutional-recurrent"),
		filters: z.array(z.int().min(1).max(1024)).min(1).optional(),
		cell: z.enum(["gru", "lstm"]).optional(),
		units: z.int().min(1).max(1024).optional(),
		layers: z.int().min(1).max(4).optional(),
		bidirectional: z.boolean().optional(),
		...network,
	}),
	z.strictObject({
		kind: z.literal("residual"),
		filters: z.array(z.int().min(1).max(1024)).min(1).optional(),
		blocks: z.int().min(1).max(8).optional(),
		...network,
	}),
]);

/** What a decision chooses from, on inner groups of the speakers of the training part. */
const choices = z.strictObject({
	classifiers: z.array(basicClassifier).min(1).max(8),
	/** Groups of features, by how their names begin (`["f0", "energy"]`), or all. */
	features: z
		.array(z.union([z.literal("all"), z.array(z.string().min(1)).min(1)]))
		.min(1)
		.max(16)
		.default(["all"]),
	/** Inner groups of speakers. */
	folds: z.int().min(2).max(10).default(3),
});

/** A decision between groups of emotions, each told apart further. */
interface Tree {
	readonly classifier?: z.infer<typeof basicClassifier> | undefined;
	readonly choices?: z.infer<typeof choices> | undefined;
	readonly groups: readonly (Emotion | Tree)[];
}

const tree: z.ZodType<Tree> = z.lazy(() =>
	z
		.strictObject({
			classifier: basicClassifier.optional(),
			choices: choices.optional(),
			groups: z.array(z.union([z.enum(emotions), tree])).min(2),
		})
		.refine((node) => (node.classifier === undefined) !== (node.choices === undefined), {
			message: 'a decision must have either "classifier" or "choices"',
		}),
);

/** A classifier as a recipe writes it. */
export const classifierSchema = z.discriminatedUnion("kind", [
	...basicClassifier.options,
	z.strictObject({ kind: z.literal("hierarchical"), tree }),
]);
