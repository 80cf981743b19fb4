import { readFile } from "node:fs/promises";
import { type Emotion, emotions, UndertoneError } from "@undertone/core";
import { z } from "zod";
import { type FaceRecipe, faceRecipeSchema } from "../faces/face-recipe.ts";
import { type PointRecipe, pointRecipeSchema } from "../faces/points/point-recipe.ts";

const emotion = z.enum(emotions);

const training = {
	epochs: z.int().min(1).max(10_000).optional(),
	batchSize: z.int().min(1).max(4096).optional(),
	learningRate: z.number().positive().optional(),
	weightDecay: z.number().min(0).optional(),
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
		})
		.optional(),
	...training,
};

const basicClassifier = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("mlp"),
		hidden: z.array(z.int().min(1).max(4096)).optional(),
		activation: z.enum(["relu", "elu", "gelu", "sigmoid", "tanh"]).optional(),
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

/** A decision between groups of emotions, each told apart further. */
interface Tree {
	readonly classifier: z.infer<typeof basicClassifier>;
	readonly groups: readonly (Emotion | Tree)[];
}

const tree: z.ZodType<Tree> = z.lazy(() =>
	z.strictObject({ classifier: basicClassifier, groups: z.array(z.union([emotion, tree])).min(2) }),
);

const classifier = z.union([basicClassifier, z.strictObject({ kind: z.literal("hierarchical"), tree })]);

const range = z.tuple([z.number(), z.number()]);

const variantStep = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("opus"), bitrate: z.int().min(6000).max(128_000) }),
	z.strictObject({ kind: z.literal("speed"), factor: z.number().min(0.5).max(2) }),
	z.strictObject({ kind: z.literal("pitch"), semitones: z.number().min(-12).max(12) }),
	z.strictObject({ kind: z.literal("tempo"), rate: z.number().min(0.5).max(2) }),
	z.strictObject({ kind: z.literal("gain"), db: range }),
	z.strictObject({ kind: z.literal("noise"), snr: range, sound: z.string().optional() }),
	z.strictObject({ kind: z.literal("babble"), snr: range }),
	z.strictObject({ kind: z.literal("room"), sound: z.string().optional() }),
	z.strictObject({ kind: z.literal("microphone"), db: z.number().min(0).max(12) }),
	z.strictObject({ kind: z.literal("telephone") }),
	z.strictObject({ kind: z.literal("cut"), seconds: z.number().positive() }),
]);

const schema = z.strictObject({
	/** Also the name of its result. */
	id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and dashes"),
	description: z.string().min(1),
	/** By name, or csv:PATH. */
	corpora: z.array(z.string().min(1)).min(1),
	labels: z.array(emotion).min(2),
	/** Corpus labels that count as another; `null` leaves their clips out. */
	mapping: z.partialRecord(emotion, emotion.nullable()).default({}),
	/** Feature set with its version. */
	features: z.string().regex(/^[a-z0-9-]+@\d+$/, "a feature set with its version, such as undertone@1"),
	/** With several, their scores are blended. */
	classifiers: z.array(classifier).min(1).max(8),
	/** How much each classifier is heard: as held-out speakers of the training part ask for, or in these shares. */
	blend: z.union([z.literal("fitted"), z.array(z.number().positive()).min(1)]).default("fitted"),
	/** Normalising by the speaker: training speakers by all of their clips, test speakers as `kind` says. */
	adaptation: z
		.discriminatedUnion("kind", [
			z.strictObject({ kind: z.literal("none") }),
			z.strictObject({ kind: z.literal("transductive") }),
			z.strictObject({
				kind: z.literal("unlabelled"),
				k: z.int().min(1).max(10),
				draws: z.int().min(1).max(100),
			}),
			z.strictObject({
				kind: z.literal("neutral"),
				k: z.int().min(1).max(3),
				draws: z.int().min(1).max(100),
			}),
		])
		.default({ kind: "none" }),
	/** Features are cut off this many deviations from the mean of the training part. */
	clamp: z.number().min(1).max(100).optional(),
	/** Of a set of frames: every `step` frames are averaged, and a clip is cut or filled to this many. */
	sequence: z
		.strictObject({
			frames: z.int().min(2).max(2000),
			step: z.int().min(1).max(20),
			normalise: z.enum(["none", "level", "bands"]).default("level"),
		})
		.optional(),
	/**
	 * How many inner folds of training speakers: each gives one member a classifier, calibrated on the rest. With 1
	 * there are none: a classifier is fitted once on all of the training part, and several are heard alike.
	 */
	members: z.int().min(1).max(20).default(4),
	/**
	 * How often the inner folds are dealt anew. Every clip is then held out by as many members, whose mean is closer to
	 * what the whole ensemble will say, and so is the temperature fitted on it.
	 */
	innerRepeats: z.int().min(1).max(10).default(1),
	/** Weight of a clip: 1, or such that every corpus weighs as the root of its size. */
	corpusWeights: z.enum(["none", "root"]).default("none"),
	/** Whether clips of rarer classes are repeated in training, until all classes have as many. */
	overSample: z.boolean().optional(),
	/** Features are chosen inside every training part, and a classifier sees only these. */
	select: z
		.discriminatedUnion("kind", [
			/** The `count` of greatest relevance and least redundancy. */
			z.strictObject({ kind: z.literal("mrmr"), count: z.int().min(1) }),
			/** The `count` without which the classifier loses most, on held-out speakers of the training part. */
			z.strictObject({ kind: z.literal("permutation"), count: z.int().min(1) }),
			/** One after another, each that helps the classifier most, at most `count` of `candidates` found by mRMR. */
			z.strictObject({
				kind: z.literal("sequential"),
				count: z.int().min(1),
				candidates: z.int().min(1),
			}),
		])
		.optional(),
	/** Copies of the training clips, each changed in one step or several. */
	augment: z
		.array(z.union([variantStep.transform((step) => [step]), z.array(variantStep).min(1)]))
		.default([]),
	/** How the test clips are changed, to see what that costs. */
	testAs: z.array(variantStep).default([]),
	protocol: z.discriminatedUnion("split", [
		z.strictObject({
			split: z.literal("speaker-independent"),
			/** Number of folds; `speakers` leaves one out at a time. */
			folds: z.union([z.int().min(2).max(100), z.literal("speakers")]),
		}),
		/** No sentence of a test part is heard in training, its speakers are. */
		z.strictObject({ split: z.literal("sentence-independent"), folds: z.int().min(2).max(100) }),
		/** Neither: every group of speakers with every group of sentences. */
		z.strictObject({
			split: z.literal("speaker-and-sentence-independent"),
			folds: z.int().min(2).max(100),
			sentenceFolds: z.int().min(2).max(100),
		}),
		z.strictObject({
			split: z.literal("random"),
			folds: z.int().min(2).max(100),
			/** How many times the clips are dealt anew, by seeds that follow the recipe's; figures are the mean. */
			repeats: z.int().min(1).max(100).default(1),
		}),
		/** Trained on `corpora`, tested on these. */
		z.strictObject({ split: z.literal("cross-corpus"), test: z.array(z.string().min(1)).min(1) }),
	]),
	selection: z.enum(["other-corpora", "nested", "fixed-beforehand", "same-speakers"]),
	seed: z.int(),
	/** The model file to write after the evaluation, trained on all clips. */
	model: z
		.strictObject({ file: z.string().min(1), name: z.string().min(1), licence: z.string().min(1) })
		.optional(),
});

/** An experiment, declared: what is trained on what, and how it is judged. */
export type Recipe = z.infer<typeof schema> & { readonly labels: readonly Emotion[] };

/** A recipe of any task; one without a `task` is of speech. */
export type AnyRecipe = Recipe | FaceRecipe | PointRecipe;

/** Whether a recipe is of faces. */
export function isFaceRecipe(recipe: AnyRecipe): recipe is FaceRecipe | PointRecipe {
	return "task" in recipe;
}

/**
 * Checks a recipe of speech.
 *
 * @param value - Parsed JSON.
 * @param name - For the message.
 * @throws {UndertoneError} `recipe-invalid`, naming every field that is wrong, what it must be and what was given.
 */
export function parseRecipe(value: unknown, name: string): Recipe {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw invalid(name, parsed.error, "speech");
}

const anyFaceRecipe = z.discriminatedUnion("task", [faceRecipeSchema, pointRecipeSchema]);

/**
 * Checks a recipe of faces.
 *
 * @throws {UndertoneError} As {@link parseRecipe}.
 */
function parseFaceRecipe(value: unknown, name: string): FaceRecipe | PointRecipe {
	const parsed = anyFaceRecipe.safeParse(value);
	if (parsed.success) return parsed.data;
	throw invalid(name, parsed.error, "face");
}

function invalid(name: string, { issues }: z.ZodError, example: string): UndertoneError {
	const problems = issues.map((issue) => {
		const field = issue.path.length === 0 ? "the recipe" : issue.path.join(".");
		const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
		return missing ? `${field} must be given (${issue.expected})` : `${field}: ${issue.message}`;
	});
	return new UndertoneError(
		"recipe-invalid",
		`The recipe "${name}" is not valid. ${problems.join(". ")}. See recipes/${example}.json for one that is.`,
	);
}

/**
 * Reads a recipe from a file.
 *
 * @throws {UndertoneError} `file-not-found`, or `recipe-invalid`.
 */
export async function readRecipe(path: string): Promise<AnyRecipe> {
	const text = await readFile(path, "utf8").catch((cause: unknown) => {
		throw new UndertoneError("file-not-found", `There must be a recipe at "${path}", and there is none.`, {
			cause,
		});
	});
	try {
		const value: unknown = JSON.parse(text);
		const isFace = typeof value === "object" && value !== null && "task" in value;
		return isFace ? parseFaceRecipe(value, path) : parseRecipe(value, path);
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${path}" must be JSON: ${(cause as Error).message}.`,
			{
				cause,
			},
		);
	}
}
