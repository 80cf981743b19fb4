import { readFile } from "node:fs/promises";
import { type Emotion, emotions, UndertoneError } from "@undertone/core";
import { z } from "zod";
import { type FaceAverageRecipe, faceAverageSchema } from "../faces/face-average-recipe.ts";
import { type FaceRecipe, faceRecipeSchema } from "../faces/face-recipe.ts";
import { type PointRecipe, pointRecipeSchema } from "../faces/points/point-recipe.ts";
import { type FusionRecipe, fusionRecipeSchema } from "../fusion/fusion-recipe.ts";
import { type Candidate, candidates, withFields } from "../search/candidates.ts";
import { spaceFields } from "../search/space.ts";
import { classifierSchema } from "./classifier-schema.ts";
import { searchProblems } from "./search-problems.ts";
import { variantStepSchema } from "./variant-schema.ts";

const emotion = z.enum(emotions);

const plainSchema = z.strictObject({
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
	classifiers: z.array(classifierSchema).min(1).max(8),
	/** How much each classifier is heard: as held-out speakers of the training part ask for, or in these shares. */
	blend: z.union([z.literal("fitted"), z.array(z.number().positive()).min(1)]).default("fitted"),
	/** Normalising by the speaker: training speakers by all of their clips, test speakers as `kind` says. */
	adaptation: z
		.discriminatedUnion("kind", [
			z.strictObject({ kind: z.literal("none") }),
			z.strictObject({ kind: z.literal("transductive") }),
			/**
			 * Transductive, and then, once for every share, so many of the test clips of every predicted class, the surest,
			 * join the training part under the label they were given, and all is fitted again. What is learnt so is good for
			 * these clips only.
			 */
			z.strictObject({
				kind: z.literal("self-trained"),
				shares: z.array(z.number().gt(0).max(1)).min(1).max(20),
			}),
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
	/**
	 * Clips are heard a second way too: as i-vectors of their frames, learnt from every training part, by classifiers
	 * of their own. Copies of the training clips, `clamp` and `select` are for `features` alone.
	 */
	embedding: z
		.strictObject({
			/** A set of frames with its version. */
			features: z.string().regex(/^[a-z0-9-]+@\d+$/, "a feature set with its version, such as cepstra@1"),
			/** Gaussians of the background. */
			components: z.int().min(2).max(512),
			/** Numbers of a vector. */
			dimensions: z.int().min(2).max(400),
			classifiers: z.array(classifierSchema).min(1).max(8),
			/** How much they are heard, of 1 in all. */
			share: z.number().gt(0).lt(1),
		})
		.optional(),
	/** Copies of the training clips, each changed in one step or several. */
	augment: z
		.array(z.union([variantStepSchema.transform((step) => [step]), z.array(variantStepSchema).min(1)]))
		.default([]),
	/** How the test clips are changed, to see what that costs. */
	testAs: z.array(variantStepSchema).default([]),
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
	/** Settings are chosen inside every training part; `selection` must be `nested`. */
	search: z
		.strictObject({
			/** Groups of training speakers on which candidates are judged; budgets of `halving` count these. */
			folds: z.int().min(2).max(20).default(3),
			...spaceFields,
		})
		.optional(),
	seed: z.int(),
	/** The model file to write after the evaluation, trained on all clips. */
	model: z
		.strictObject({ file: z.string().min(1), name: z.string().min(1), licence: z.string().min(1) })
		.optional(),
});

const schema = plainSchema.superRefine((recipe, context) => {
	for (const { path, message } of searchProblems(recipe)) {
		context.addIssue({ code: "custom", path: [...path], message });
	}
	if (recipe.embedding !== undefined) {
		const refuse = (field: string, message: string): void =>
			context.addIssue({ code: "custom", path: [field], message });
		if (recipe.members > 1 && recipe.blend === "fitted") {
			refuse(
				"blend",
				"must be given in shares in a recipe with an embedding and several members: [1] where there is one classifier",
			);
		}
		if (recipe.testAs.length > 0) refuse("testAs", "must be empty in a recipe with an embedding");
	}
	if (recipe.adaptation.kind !== "self-trained") return;
	if (recipe.members !== 1) {
		const message = `must be 1 in a self-trained recipe, which holds nothing out, got ${recipe.members}`;
		context.addIssue({ code: "custom", path: ["members"], message });
	}
	if (recipe.model !== undefined) {
		const message = "must not be there in a self-trained recipe, which learns for its test clips alone";
		context.addIssue({ code: "custom", path: ["model"], message });
	}
});

/** An experiment, declared: what is trained on what, and how it is judged. */
export type Recipe = z.infer<typeof schema> & { readonly labels: readonly Emotion[] };

/** A recipe of any task; one without a `task` is of speech. */
export type AnyRecipe = Recipe | TaskRecipe;

/** A recipe that names its task. */
type TaskRecipe = FaceRecipe | FaceAverageRecipe | PointRecipe | FusionRecipe;

/** Whether a recipe is of speech. */
export function isSpeechRecipe(recipe: AnyRecipe): recipe is Recipe {
	return !("task" in recipe);
}

/** Whether a recipe is of faces. */
export function isFaceRecipe(recipe: AnyRecipe): recipe is FaceRecipe | FaceAverageRecipe | PointRecipe {
	return "task" in recipe && recipe.task !== "fusion";
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
	if (!parsed.success) throw invalid(name, parsed.error, "speech");
	// Every candidate must be a recipe: better said now than after an hour.
	if (parsed.data.search !== undefined) searchedRecipes(parsed.data, parsed.data.search);
	return parsed.data;
}

/** A candidate of a recipe's own search. */
export interface SearchedRecipe {
	readonly candidate: Candidate;
	/** The recipe with the candidate's settings and without the search. */
	readonly recipe: Recipe;
}

/**
 * What a recipe's own search tries.
 *
 * @throws {UndertoneError} `recipe-invalid` if one of them is no recipe.
 */
export function searchedRecipes(recipe: Recipe, search: NonNullable<Recipe["search"]>): SearchedRecipe[] {
	const { search: _, ...fixed } = recipe;
	return candidates(search, recipe.seed, recipe.id).map((candidate) => ({
		candidate,
		recipe: parseRecipe(withFields(fixed, candidate.fields, recipe.id), `${recipe.id}: ${candidate.name}`),
	}));
}

const taskSchema = z.discriminatedUnion("task", [
	faceRecipeSchema,
	faceAverageSchema,
	pointRecipeSchema,
	fusionRecipeSchema,
]);

/**
 * Checks a recipe of faces or of fusion.
 *
 * @throws {UndertoneError} As {@link parseRecipe}.
 */
export function parseTaskRecipe(value: { readonly task: unknown }, name: string): TaskRecipe {
	const parsed = taskSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw invalid(name, parsed.error, value.task === "fusion" ? "fusion" : "face");
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
		const hasTask = typeof value === "object" && value !== null && "task" in value;
		return hasTask ? parseTaskRecipe(value, path) : parseRecipe(value, path);
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
