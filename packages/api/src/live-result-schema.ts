import { z } from "zod";
import { predictionFields, secondsSchema } from "./emotion-schema.ts";

const interval = { start: secondsSchema, end: secondsSchema };

/** One source of a session over time: `LiveTrack` of `@undertone/recognize` as JSON. */
const trackFields = {
	segments: z.array(z.object({ ...interval, ...predictionFields })).max(50_000),
	overall: z.object(predictionFields).nullable(),
	model: z.string().max(500),
};

/**
 * A live session: `LiveRecord` of `@undertone/recognize` as JSON, without its note. The prediction is the whole
 * session's, of both sources where both were used.
 */
export const liveResultSchema = z
	.object({
		...predictionFields,
		duration: secondsSchema,
		/** ISO 8601, UTC. */
		started: z.iso.datetime(),
		/** Null where the source was not used. */
		speech: z.object({ ...trackFields, heard: z.array(z.object(interval)).max(50_000) }).nullable(),
		face: z.object(trackFields).nullable(),
		/** Both together; null where one of them was not used. */
		fused: z.object(trackFields).nullable(),
		marks: z.array(z.object({ time: secondsSchema, text: z.string().max(1000) })).max(5000),
		/** Whether the speaker's profile, and the neutral face, were used. */
		profile: z.boolean(),
		neutralFace: z.boolean(),
	})
	.refine(({ speech, face }) => speech !== null || face !== null, "one of speech, face must be given");

export type LiveResult = z.infer<typeof liveResultSchema>;
