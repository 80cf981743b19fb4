import { emotions, reasons } from "@undertone/core";
import { z } from "zod";

/** One of core's emotion labels. */
export const emotionSchema = z.enum(emotions);

/** One of core's reasons not to name a label. */
export const reasonSchema = z.enum(reasons);

/** Probabilities keyed by label; a model has some of the labels. */
export const scoresSchema = z.partialRecord(emotionSchema, z.number().min(0).max(1));

/** The fields of core's `Prediction`, for schemas of what carries one. */
export const predictionFields = {
	label: emotionSchema.nullable(),
	scores: scoresSchema.nullable(),
	confidence: z.number().min(0).max(1),
	notSure: z.boolean(),
	reasons: z.array(reasonSchema).max(20),
};

/** Seconds within a recording, a video or a session. */
export const secondsSchema = z.number().min(0);

/** The model that gave the scores. */
export const usedModelSchema = z.object({ name: z.string().max(200), sha256: z.string().max(64) });
