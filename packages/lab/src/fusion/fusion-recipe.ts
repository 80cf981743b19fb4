import { emotions } from "@undertone/core";
import { z } from "zod";
import { testSounds } from "../augment/sound-library.ts";
import type { Variant } from "../augment/variant.ts";
import { variantStepSchema } from "../recipes/variant-schema.ts";

const emotion = z.enum(emotions);
const sigma = z.number().gt(0).max(10);
const fault = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("none") }),
	z.strictObject({ kind: z.literal("blurred"), sigma: z.union([sigma, z.tuple([sigma, sigma])]) }),
	z.strictObject({ kind: z.literal("dark"), by: z.number().gt(1).max(255) }),
]);

/** Of one row a clip, whose scores can be calibrated. */
const classifier = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("lda"),
		shrinkage: z.union([z.literal("auto"), z.number().min(0).max(1)]).optional(),
		priors: z.enum(["equal", "data"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("logistic"),
		c: z.number().positive().optional(),
		classWeights: z.enum(["none", "balanced"]).optional(),
	}),
	z.strictObject({
		kind: z.literal("svm"),
		kernel: z.enum(["rbf", "linear"]).optional(),
		c: z.number().positive().optional(),
		gamma: z.union([z.literal("scale"), z.number().positive()]).optional(),
		classWeights: z.enum(["none", "balanced"]).optional(),
	}),
]);

const plainSchema = z.strictObject({
	task: z.literal("fusion"),
	/** The results are named after it and the rule: `fusion-mean`. */
	id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and dashes"),
	description: z.string().min(1),
	/** Those of the face model, in its order. */
	labels: z.array(emotion).min(2),
	/** What is heard: a third of the speakers are for the classifier, whose scores of the others are fused. */
	voice: z.strictObject({
		corpus: z.string().min(1),
		/** Corpus labels that count as another; `null` leaves their clips out. */
		mapping: z.partialRecord(emotion, emotion.nullable()).default({}),
		features: z.string().regex(/^[a-z0-9-]+@\d+$/, "a feature set with its version, such as undertone@2"),
		classifier,
		/** Changes that the classifier learns every clip with too, a copy each. */
		copies: z.array(z.array(variantStepSchema).min(1)).default([]),
	}),
	/** What is seen: pictures of a part that the model did not learn. */
	face: z.strictObject({ corpus: z.literal("fer2013"), part: z.string().min(1), model: z.string().min(1) }),
	/** Ways of putting both together, each a result; voice and face alone are results too. */
	rules: z
		.array(
			z.discriminatedUnion("kind", [
				z.strictObject({ kind: z.literal("mean") }),
				z.strictObject({ kind: z.literal("product") }),
				z.strictObject({ kind: z.literal("weighted") }),
				/** On the calibrated scores of both. */
				z.strictObject({ kind: z.literal("hybrid"), classifier }),
				/** On the features of both. */
				z.strictObject({ kind: z.literal("early"), classifier }),
			]),
		)
		.min(1),
	/** How voices (in each of these ways) and faces are spoilt that fusion learns from, beside those as they are. */
	taught: z.strictObject({ voice: z.array(z.array(variantStepSchema).min(1)).min(1), face: fault }),
	/** How the pairs of the test are spoilt; left out is as it is, `null` is missing. */
	conditions: z
		.array(
			z.strictObject({
				name: z.string().min(1),
				voice: z.array(variantStepSchema).nullable().default([]),
				face: fault.nullable().default({ kind: "none" }),
			}),
		)
		.min(1),
	selection: z.enum(["other-corpora", "nested", "fixed-beforehand", "same-speakers"]),
	/** Draws speakers, pictures and pairs. */
	seed: z.int(),
	/** The model file to write after the evaluation: what the hybrid learnt, which needs no more than scores. */
	model: z
		.strictObject({
			rule: z.literal("hybrid"),
			file: z.string().min(1),
			name: z.string().min(1),
			licence: z.string().min(1),
		})
		.optional(),
});

/** A recipe for voice and face together, on pairs of the same label. */
export const fusionRecipeSchema = plainSchema.superRefine(
	({ voice, rules, taught, conditions, model }, context) => {
		const refuse = (path: (string | number)[], message: string): void =>
			context.addIssue({ code: "custom", path, message });
		for (const [r, { kind }] of rules.entries()) {
			if (rules.findIndex((rule) => rule.kind === kind) < r) {
				refuse(["rules", r], `must be there once, "${kind}" is there twice`);
			}
		}
		if (model !== undefined && !rules.some(({ kind }) => kind === model.rule)) {
			refuse(["model", "rule"], `must be one of the rules (${rules.map(({ kind }) => kind).join(", ")})`);
		}
		const refuseTestSounds = (path: (string | number)[], steps: Variant): void => {
			for (const [s, step] of steps.entries()) {
				if (!("sound" in step) || step.sound === undefined) continue;
				if (!Object.values(testSounds).flat().includes(step.sound)) continue;
				refuse([...path, s, "sound"], `must not be "${step.sound}", which is kept for tests`);
			}
		};
		for (const [v, steps] of taught.voice.entries()) refuseTestSounds(["taught", "voice", v], steps);
		for (const [c, steps] of voice.copies.entries()) refuseTestSounds(["voice", "copies", c], steps);
		for (const [c, { name, voice: heard, face }] of conditions.entries()) {
			if (conditions.findIndex((condition) => condition.name === name) < c) {
				refuse(["conditions", c, "name"], `must be there once, "${name}" is there twice`);
			}
			if (heard === null && face === null)
				refuse(["conditions", c], "must show voice or face, both are null");
		}
	},
);

/** See {@link fusionRecipeSchema}. */
export type FusionRecipe = z.infer<typeof plainSchema>;

/** A way of putting both together, as a recipe names it. */
export type FusionRuleSpec = FusionRecipe["rules"][number];
