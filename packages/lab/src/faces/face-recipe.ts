import { emotions } from "@undertone/core";
import { z } from "zod";
import { mobileNetBlocks } from "./mobile-net.ts";
import { interpolations } from "./warp-face.ts";

/** A recipe for a face expression network. */
export const faceRecipeSchema = z
	.strictObject({
		task: z.literal("face-expression"),
		/** Also the name of its result. */
		id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and dashes"),
		description: z.string().min(1),
		corpus: z.literal("fer2013"),
		/** Parts of the corpus. */
		trainOn: z.array(z.string().min(1)).min(1),
		testOn: z.string().min(1),
		labels: z.array(z.enum(emotions)).min(2),
		/**
		 * Share of the distinct training pictures by which the epoch is chosen. 0 for a network that learns from all of
		 * them, whose last epoch is kept: for a `face-average` with `chosenBy` alone.
		 */
		validationShare: z.number().min(0).lt(0.5),
		/** One of so many training pictures is used; all by default. */
		every: z.int().min(1).optional(),
		/** See `FaceNetworkOptions`. */
		network: z.union([
			z.strictObject({
				kind: z.enum(["residual", "parallel"]).optional(),
				filters: z.array(z.int().min(1).max(1024)).min(2).max(6),
				depth: z.int().min(1).max(6),
				stem: z.enum(["pool", "stride", "residual"]).optional(),
				crop: z.int().min(24).max(48).optional(),
				dropout: z.number().min(0).lt(1),
				votesWeight: z.number().min(0),
			}),
			z.strictObject({
				kind: z.literal("mobilenet"),
				side: z.int().min(32).max(224),
				blocks: z.int().min(1).max(mobileNetBlocks.length),
				frozen: z.int().min(0).max(mobileNetBlocks.length),
				depthwiseFrozen: z.boolean().optional(),
				dropout: z.number().min(0).lt(1),
				votesWeight: z.number().min(0),
			}),
		]),
		/** How much training pictures are changed, see `WarpRanges`; `faceWarp` by default. */
		warp: z
			.strictObject({
				rotation: z.number().min(0).max(90),
				scale: z.number().min(0).lt(1),
				shift: z.number().min(0).lt(0.5),
				light: z.number().min(0).lt(1),
				erase: z.number().min(0).max(1),
				interpolation: z.enum(interpolations).optional(),
			})
			.optional(),
		/**
		 * What the training begins with: a face recipe of the same network, by its trained weights (of a `mobilenet` with
		 * as many blocks: `side` and what is frozen may differ), or of a `mobilenet` a published one in an npm package.
		 */
		start: z
			.union([
				z.string().min(1),
				z.strictObject({
					package: z.string().min(1),
					version: z.string().min(1),
					/** Without its ending. */
					file: z.string().min(1),
					/** Of its numbers. */
					sha256: z.string().regex(/^[0-9a-f]{64}$/),
					/** What it had learnt from, which a model file that came of it names among its corpora. */
					learntFrom: z.array(z.string().min(1)).min(1),
				}),
			])
			.optional(),
		/**
		 * Face recipes whose networks, averaged, say what a picture is too, and their share of every target. With `votes`
		 * what the FER+ raters make a label likely to be counts as much as they do (the geometric mean of both).
		 */
		teacher: z
			.strictObject({
				recipes: z.array(z.string().min(1)).min(1),
				votes: z.boolean().optional(),
				share: z.number().gt(0).max(1),
			})
			.optional(),
		training: z.strictObject({
			epochs: z.int().min(1).max(1000),
			batchSize: z.int().min(1).max(1024),
			learningRate: z.number().positive(),
			/** See `TrainingOptions`; `adam` by default. */
			optimizer: z.enum(["adam", "sgd"]).optional(),
			weightDecay: z.number().min(0),
			labelSmoothing: z.number().min(0).lt(1),
			/** See `TrainingOptions`; 0 by default. */
			mixup: z.number().min(0).optional(),
			/** See `TrainingOptions`; 0 by default. */
			sharpness: z.number().min(0).lt(1000).optional(),
			warmUp: z.number().min(0).max(0.5),
			/** Decay of the running average of weights, a step. */
			ema: z.number().min(0).lt(1),
		}),
		/**
		 * Where `train` keeps the trained weights, in half precision: recipes that start from this network, average it or
		 * learn from it take them from there in place of training it again.
		 */
		weights: z.string().min(1).optional(),
		selection: z.enum(["other-corpora", "nested", "fixed-beforehand", "same-speakers"]),
		seed: z.int(),
		/** Of the held-out part; `seed` by default. Networks of one average or of one teacher hold out the same. */
		splitSeed: z.int().optional(),
		threads: z.int().min(1).max(64).default(1),
		model: z
			.strictObject({ file: z.string().min(1), name: z.string().min(1), licence: z.string().min(1) })
			.optional(),
	})
	.refine(({ validationShare, model }) => validationShare > 0 || model === undefined, {
		message:
			"needs held-out pictures: networks that learn from all are written by a face-average with chosenBy",
		path: ["model"],
	});

/** See {@link faceRecipeSchema}. */
export type FaceRecipe = z.infer<typeof faceRecipeSchema>;
