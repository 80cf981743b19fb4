import { emotions } from "@undertone/core";
import { z } from "zod";
import { faceRecipeSchema } from "./face-recipe.ts";

const { id, description, selection, seed, model } = faceRecipeSchema.shape;

/** See `FaceView`. */
const view = z.strictObject({
	middle: z.int().min(24).max(48).multipleOf(2),
	mirrored: z.boolean(),
	moved: z.int().min(0).max(2).optional(),
});

/** A recipe for one or several face networks that look at a picture in several ways: the mean of each one's logits, then of these means. */
export const faceAverageSchema = z
	.strictObject({
		task: z.literal("face-average"),
		id,
		description,
		/**
		 * Face recipes that agree in corpus, parts, labels and held-out pictures, and in which ways each may look at a
		 * picture. All have as many ways; the n-th ones go together, and those are kept that name most of the held-out
		 * pictures, the first of equals.
		 */
		networks: z
			.array(
				z.strictObject({
					recipe: z.string().min(1),
					ways: z.array(z.array(view).min(1).max(16)).min(1).max(16),
				}),
			)
			.min(1)
			.max(8)
			.refine((networks) => new Set(networks.map(({ ways }) => ways.length)).size === 1, {
				message: "every network must have as many ways as the first",
			}),
		labels: z.array(z.enum(emotions)).min(2),
		/**
		 * An average that says the same, but whose networks hold out pictures, on which its way of looking, its
		 * temperature and its threshold are chosen: those of this one learn from all pictures (`validationShare` 0).
		 */
		chosenBy: z.string().min(1).optional(),
		/**
		 * How many of the networks, from the first on, look at the frames of a live camera, where a picture or a film from
		 * a file is looked at by all: a network that takes long is left out so. All by default.
		 */
		liveNetworks: z.int().min(1).max(8).optional(),
		/** How kernels and matrices are stored. */
		storage: z.enum(["float32", "float16", "int8", "thirds", "quarters", "fifths"]),
		/**
		 * From how many training pictures, evenly taken, it is learnt how to round large kernels such that pictures are
		 * seen alike before and after (`quantizeForPictures`); without it every number goes to the nearest.
		 */
		roundedFor: z.int().min(1).optional(),
		selection,
		seed,
		model,
	})
	.refine(
		({ storage, roundedFor }) =>
			roundedFor === undefined || ["thirds", "quarters", "fifths"].includes(storage),
		{
			message: "goes with a storage of thirds, quarters or fifths alone",
			path: ["roundedFor"],
		},
	)
	.refine(({ networks, liveNetworks = 1 }) => liveNetworks <= networks.length, {
		message: "must be at most the number of networks",
		path: ["liveNetworks"],
	});

/** See {@link faceAverageSchema}. */
export type FaceAverageRecipe = z.infer<typeof faceAverageSchema>;
