import { z } from "zod";
import { emotionSchema } from "./emotion-schema.ts";

/** A figure in 0–1 with its 95 % interval. */
export const metricSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** `results/ID/result.json`, as `@undertone/lab` writes it. */
export const resultSchema = z.object({
	id: z.string(),
	command: z.string(),
	corpora: z.array(z.string()),
	trainedOn: z.array(z.string()).optional(),
	split: z.enum([
		"speaker-independent",
		"sentence-independent",
		"speaker-and-sentence-independent",
		"random",
		"cross-corpus",
		"fixed",
	]),
	adaptation: z.object({
		kind: z.enum(["none", "unlabelled", "neutral", "transductive", "self-trained"]),
		k: z.number(),
	}),
	classifier: z.string(),
	features: z.string(),
	labels: z.array(emotionSchema),
	/** Labels that no tested clip has. */
	absent: z.array(emotionSchema).optional(),
	folds: z.array(z.object({ name: z.string(), testSpeakers: z.array(z.string()) })),
	selection: z.enum(["other-corpora", "nested", "fixed-beforehand", "same-speakers"]),
	n: z.number().int(),
	metrics: z.record(z.string(), metricSchema),
	intervals: z.enum(["speakers", "clips"]).optional(),
	seed: z.number(),
	trainSeconds: z.number(),
	date: z.string(),
	/** Printed beside the figures wherever they stand. */
	caveat: z.string().optional(),
	notes: z.array(z.string()).optional(),
});

/** A result as it is listed: with what the simplest answer would reach on the same clips. */
export const listedResultSchema = z.object({
	...resultSchema.shape,
	/** Accuracy of always answering the commonest class of the test part; its UAR is chance, 1 / classes. */
	majority: z.number(),
});

/** `GET /api/v1/results`. */
export const resultsSchema = z.object({
	results: z.array(listedResultSchema),
	/** How many different recipes were tested on each corpus so far, by `results/ledger.csv`. */
	openings: z.record(z.string(), z.number().int()),
});

/** Figures of one group of clips; `uar` over the classes that the group has. */
const groupSchema = z.object({
	name: z.string(),
	/** Clips, repeats counted once. */
	n: z.number().int(),
	speakers: z.number().int(),
	uar: z.number(),
	accuracy: z.number(),
});

/** Groups of one kind. */
const groupTableSchema = z.object({
	/** `f0` is a band of the clip's median F0, `language` a BCP 47 tag, `age` of the speaker in years. */
	by: z.enum(["corpus", "sex", "language", "f0", "age", "accent", "speaker"]),
	/** Empty where no corpus tells them. */
	groups: z.array(groupSchema),
	/** Corpora of the result that do not tell them of any clip. */
	untold: z.array(z.string()),
});

/** How much UAR is lost on unseen speakers when a family of features is exchanged between clips. */
const importanceSchema = z.object({
	family: z.string(),
	/** How many features it has. */
	features: z.number().int(),
	/** In 0–1, with its 95 % interval over speakers. */
	decrease: z.number(),
	low: z.number(),
	high: z.number(),
});

/** An epoch of a network: mean loss in training, and on the held-out part where there was one. */
const epochSchema = z.object({
	epoch: z.number().int(),
	loss: z.number(),
	accuracy: z.number(),
	validationLoss: z.number().optional(),
	validationAccuracy: z.number().optional(),
	validationUar: z.number().optional(),
});

/** `GET /api/v1/results/:id`: a result, and what its stored predictions show. Everything pools the repeats. */
export const resultDetailSchema = z.object({
	result: resultSchema,
	tables: z.object({
		/** `counts[actual][predicted]`, in the order of `result.labels`, over all repeats. */
		confusion: z.array(z.array(z.number())),
		perClass: z.array(
			z.object({
				label: emotionSchema,
				/** Clips, repeats counted once. */
				n: z.number().int(),
				/** Null where the class was never predicted. */
				precision: z.number().nullable(),
				recall: z.number().nullable(),
				f1: z.number().nullable(),
			}),
		),
		/** Ten bins of equal size along the highest score: its mean beside the share that was right. */
		reliability: z.array(z.object({ n: z.number().int(), confidence: z.number(), accuracy: z.number() })),
		/** Accuracy of the answers kept when the least certain are left out. */
		coverage: z.array(z.object({ coverage: z.number(), accuracy: z.number(), threshold: z.number() })),
		/** By corpus, sex, language, band of median F0, age, accent and speaker, in this order. */
		groups: z.array(groupTableSchema),
	}),
	/** The greatest loss first; empty where it was not computed (`undertone importance`). */
	importances: z.array(importanceSchema),
	/** Learning curves, one a fit, an entry an epoch; empty where no network learnt, or none was stored. */
	curves: z.array(z.array(epochSchema)),
});

export type Metric = z.infer<typeof metricSchema>;
export type ListedResult = z.infer<typeof listedResultSchema>;
export type Results = z.infer<typeof resultsSchema>;
export type Result = z.infer<typeof resultSchema>;
export type ResultDetail = z.infer<typeof resultDetailSchema>;
