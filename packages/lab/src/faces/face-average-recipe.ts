import { emotions } from "@undertone/core";
import { z } from "zod";
import { faceRecipeSchema } from "./face-recipe.ts";

const { id, description, selection, seed, model } = faceRecipeSchema.shape;

/** See `FaceView`. */
const view = z.strictObject({ middle: z.int().min(24).max(48).multipleOf(2), mirrored: z.boolean() });

/** A recipe for several face networks whose answers are averaged. */
export const faceAverageSchema = z.strictObject({
	task: z.literal("face-average"),
	id,
	description,
	/** Face recipes that agree in corpus, parts, labels and held-out pictures, and how each looks at a picture. */
	networks: z
		.array(z.strictObject({ recipe: z.string().min(1), views: z.array(view).min(1).max(16) }))
		.min(1)
		.max(8),
	labels: z.array(z.enum(emotions)).min(2),
	/** How kernels and matrices are stored. */
	storage: z.enum(["float32", "float16", "int8"]),
	selection,
	seed,
	model,
});

/** See {@link faceAverageSchema}. */
export type FaceAverageRecipe = z.infer<typeof faceAverageSchema>;
