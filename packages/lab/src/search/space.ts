import { z } from "zod";

const range = z.strictObject({
	low: z.number(),
	high: z.number(),
	/** Drawn evenly in the logarithm. */
	logarithmic: z.boolean().optional(),
	whole: z.boolean().optional(),
});

/** What can be chosen and how it is looked for: the fields that a search and the `search` of a recipe share. */
export const spaceFields = {
	/** Values or a range of numbers, by the field of the recipe that they stand for: `features`, `classifiers.0.c`. */
	choices: z.record(
		z.string(),
		z.union([z.array(z.unknown()).min(1), range], {
			error: "must be a list of values, or a range {low, high, logarithmic, whole}",
		}),
	),
	/** How many candidates to draw at random; all combinations when left out. */
	draws: z.int().min(1).optional(),
	/** Successive halving: all candidates are judged on a few folds, the better ones on more, and so on. */
	halving: z
		.strictObject({
			/** How many folds, ascending. */
			budgets: z
				.array(z.int().min(1))
				.min(1)
				.refine((budgets) => budgets.every((budget, b) => b === 0 || budget > (budgets[b - 1] as number)), {
					error: "must ascend, such as [1, 2, 5]",
				}),
			/** Share of the candidates that goes on. */
			keep: z
				.number()
				.gt(0)
				.lte(1)
				.default(1 / 3),
		})
		.optional(),
};

const schema = z.strictObject(spaceFields);

/** What can be chosen. */
export type Space = z.infer<typeof schema>;

/** Something that is wrong with a space. */
export interface SpaceProblem {
	/** Of the field. */
	readonly path: readonly string[];
	readonly message: string;
}

/** Ranges that cannot be tried in all combinations. */
export function rangeProblems({ choices, draws }: Space): SpaceProblem[] {
	if (draws !== undefined) return [];
	return Object.entries(choices).flatMap(([field, values]) =>
		Array.isArray(values)
			? []
			: [
					{
						path: ["choices", field],
						message:
							'is a range, which has no end of values: say how many candidates to draw with "draws", or list values',
					},
				],
	);
}
