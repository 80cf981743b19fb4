import { z } from "zod";
import { metricSchema } from "./result-schema.ts";

/** A recipe's model put to other conditions: a line of `results/conditions-ID/table.csv`. */
export const conditionRowSchema = z.object({
	/** `noise coffee-shop 10 dB`, `room StAndrewsChurch`, `1 s of speech`, `as recorded`. */
	name: z.string(),
	kind: z.enum(["clean", "noise", "room", "duration"]),
	n: z.number().int(),
	uar: metricSchema,
	accuracy: metricSchema,
});

/** What a speaker profile gains: a line of `results/profile/table.csv`. */
export const profileRowSchema = z.object({
	corpus: z.string(),
	/** What was listened to: `any clips`, `neutral clips`, `angry clips only`. */
	way: z.string(),
	/** How many clips were listened to. */
	clips: z.number().int(),
	/** The share of draws in which the profile was not used, because its clips all sounded alike. */
	refused: z.number(),
	uar: metricSchema,
	/** UAR on the same clips without a profile. */
	without: z.number(),
	/** Points of UAR as a share, with the interval of the paired difference. */
	gain: metricSchema,
});

/** A network with parts missing: a line of `results/damaged/table.csv`. */
export const damageRowSchema = z.object({
	model: z.string(),
	/** What it was tested on. */
	corpus: z.string(),
	n: z.number().int(),
	/** What is missing: shares of `weights`, hidden `units`, `features`; or `bits` are what a weight is left with. */
	harm: z.enum(["none", "weights", "units", "bits", "features"]),
	/** A share, or a number of bits; 0 for none. */
	level: z.number(),
	draws: z.number().int(),
	/** Mean over the draws, the least and the greatest of them. */
	uar: z.number(),
	least: z.number(),
	greatest: z.number(),
	accuracy: z.number(),
});

/** How strongly an emotion is acted, normal or strong: a line of `results/intensity/table.csv`. */
export const intensityRowSchema = z.object({
	/** `all`, or the emotion of the clips. */
	emotion: z.string(),
	n: z.number().int(),
	uar: metricSchema,
});

/** Where a table lies below the folder of results, and the command that makes it. */
const sourceSchema = z.object({ table: z.string(), command: z.string() });

const studyOf = <T extends z.ZodType>(row: T) => z.object({ ...sourceSchema.shape, rows: z.array(row) });

/** `GET /api/v1/studies`: what is stored as tables that are no results of a recipe. */
export const studiesSchema = z.object({
	/** By id of the recipe. */
	conditions: z.array(
		z.object({
			...studyOf(conditionRowSchema).shape,
			id: z.string(),
			/** By the ledger; empty where it has no line of them. */
			corpora: z.array(z.string()),
			classifier: z.string(),
			features: z.string(),
			/** How many classes were to be told apart, by the stored predictions; 0 where they are missing. */
			classes: z.number().int(),
		}),
	),
	/** Null where the table is missing; `missing` then says why. */
	profile: studyOf(profileRowSchema).nullable(),
	damaged: studyOf(damageRowSchema).nullable(),
	intensity: studyOf(intensityRowSchema).nullable(),
	/** Tables that are not there or cannot be read, with what is wrong. */
	missing: z.array(z.object({ ...sourceSchema.shape, problem: z.string() })),
});

export type ConditionRow = z.infer<typeof conditionRowSchema>;
export type ProfileRow = z.infer<typeof profileRowSchema>;
export type DamageRow = z.infer<typeof damageRowSchema>;
export type Studies = z.infer<typeof studiesSchema>;
