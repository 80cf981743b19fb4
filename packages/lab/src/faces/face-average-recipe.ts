import { emotions } from "@undertone/core";
import { z } from "zod";
import { faceRecipeSchema } from "./face-recipe.ts";

const { id, description, selection, seed, model } = faceRecipeSchema.shape;

/** A recipe for several face networks whose answers are averaged. */
export const faceAverageSchema = z.strictObject({
	task: z.literal("face-average"),
	id,
	description,
	/** Face recipes that agree in corpus, parts, labels and held-out pictures. */
	networks: z.array(z.string().min(1)).min(1).max(8),
	labels: z.array(z.enum(emotions)).min(2),
	/** How every network looks at a picture, see `FaceView`. */
	views: z
		.array(z.strictObject({ middle: z.int().min(24).max(48).multipleOf(2), mirrored: z.boolean() }))
		.min(1)
		.max(16),
	/** How kernels and matrices are stored. */
	storage: z.enum(["float32", "float16", "int8"]),
	selection,
	seed,
	model,
});

/** See {@link faceAverageSchema}. */
export type FaceAverageRecipe = z.infer<typeof faceAverageSchema>;
