import { z } from "zod";
import { emotionSchema, reasonSchema, scoresSchema } from "./emotion-schema.ts";

/**
 * The first message on `/api/v1/stream`. The token stands here where a header cannot be set, and never in the URL;
 * a page of this server needs none.
 */
export const streamStartSchema = z.object({
	type: z.literal("start"),
	token: z.string().max(200).optional(),
	/**
	 * What the binary messages hold: 16-bit little-endian mono samples at 16 kHz (`pcm16`), or in each a whole sound
	 * file of a stretch of the sound, WAV, FLAC, MP3 or Ogg (`files`).
	 */
	encoding: z.enum(["pcm16", "files"]).default("pcm16"),
	/** Hz of samples: 16000. Files bring their own rate. */
	sampleRate: z.literal(16_000).default(16_000),
	/** What the program wants to be told of: a label that keeps a score for so many seconds. */
	conditions: z
		.array(
			z.object({
				label: emotionSchema,
				score: z.number().positive().max(1),
				seconds: z.number().min(0).max(600),
			}),
		)
		.max(20)
		.default([]),
	/** A speaker profile's JSON, used for this stream and not stored. */
	profile: z.string().max(200_000).optional(),
	/** The user says that the voice is their own; needed where the purpose allows nothing else. */
	ownVoice: z.boolean().default(false),
});

/** Ends the stream: what is left is analysed, and `end` is the answer. */
export const streamStopSchema = z.object({ type: z.literal("stop") });

const prediction = {
	label: emotionSchema.nullable(),
	scores: scoresSchema.nullable(),
	confidence: z.number(),
	notSure: z.boolean(),
	reasons: z.array(reasonSchema),
};

/** What the server sends, one JSON text a message. */
export const streamEventSchema = z.discriminatedUnion("type", [
	/** The stream is open. */
	z.object({ type: z.literal("ready"), model: z.string() }),
	/** What the last seconds sound like; times in seconds of the stream. */
	z.object({
		type: z.literal("window"),
		start: z.number(),
		end: z.number(),
		...prediction,
		/** Milliseconds from the arrival of the last sample to this result, on the server. */
		latencyMs: z.number(),
		/** What was left out so far because sound came faster than it could be heard. */
		dropped: z.object({ seconds: z.number(), results: z.number() }),
	}),
	/** A condition came true; it comes again only after it has been untrue. */
	z.object({
		type: z.literal("condition"),
		label: emotionSchema,
		score: z.number(),
		since: z.number(),
		time: z.number(),
	}),
	/** All sound was analysed; the server closes. `duration` in seconds. */
	z.object({ type: z.literal("end"), duration: z.number() }),
	/** The server closes after this. */
	z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
]);

export type StreamStart = z.input<typeof streamStartSchema>;
export type StreamEvent = z.infer<typeof streamEventSchema>;
