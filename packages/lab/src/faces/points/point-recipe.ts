import { emotions } from "@undertone/core";
import { z } from "zod";

const training = {
	epochs: z.int().min(1).max(1000),
	learningRate: z.number().positive().optional(),
	weightDecay: z.number().min(0).optional(),
	dropout: z.number().min(0).lt(1).optional(),
};

/** A recipe for expressions from the points of a face, or from its action units, with or without time. */
export const pointRecipeSchema = z.strictObject({
	task: z.literal("face-points"),
	/** Also the name of its result. */
	id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and dashes"),
	description: z.string().min(1),
	corpus: z.literal("fer2013"),
	trainOn: z.array(z.string().min(1)).min(1),
	testOn: z.string().min(1),
	labels: z.array(z.enum(emotions)).min(2),
	/** `points`: 136 points of the mesh without head pose; `units`: the action units estimated from them. */
	input: z.enum(["points", "units"]),
	/** One of so many pictures of the training parts, and of the test part, is used. */
	every: z.tuple([z.int().min(1), z.int().min(1)]),
	/** Frames of a picture, as a camera in a hand would give them; 1 takes the picture as it is. */
	frames: z.int().min(1).max(50),
	/** How frames become one sample: side by side, or a model's answers to each of them averaged. */
	over: z.enum(["sequence", "mean"]).default("sequence"),
	classifier: z.discriminatedUnion("kind", [
		z.strictObject({
			kind: z.literal("mlp"),
			hidden: z.array(z.int().min(1).max(4096)).min(1),
			...training,
		}),
		z.strictObject({
			kind: z.literal("recurrent"),
			cell: z.enum(["gru", "lstm"]),
			units: z.int().min(1).max(1024),
			...training,
		}),
	]),
	selection: z.enum(["other-corpora", "nested", "fixed-beforehand", "same-speakers"]),
	seed: z.int(),
});

/** See {@link pointRecipeSchema}; none of them ships a model. */
export type PointRecipe = z.infer<typeof pointRecipeSchema> & { readonly model?: undefined };
