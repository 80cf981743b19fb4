import { emotions, reasons } from "@undertone/core";
import { z } from "zod";

/** One of core's emotion labels. */
export const emotionSchema = z.enum(emotions);

/** One of core's reasons not to name a label. */
export const reasonSchema = z.enum(reasons);

/** Probabilities keyed by label; a model has some of the labels. */
export const scoresSchema = z.partialRecord(emotionSchema, z.number().min(0).max(1));
