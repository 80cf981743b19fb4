import { z } from "zod";
import { emotionSchema } from "./emotion-schema.ts";
import { purposeIds } from "./purposes.ts";

/** A model file that ships, as it describes itself. */
export const modelSchema = z.object({
	/** Name and version: `speech@1`. */
	name: z.string(),
	task: z.string(),
	/** Where to fetch it: `/models/speech.onnx`. */
	url: z.string(),
	/** Its card in Markdown, or null. */
	card: z.string().nullable(),
	/** Bytes. */
	size: z.number().int(),
	sha256: z.string(),
	labels: z.array(emotionSchema),
	features: z.object({ id: z.string(), sampleRate: z.number() }),
	calibration: z.object({ temperature: z.number(), threshold: z.number() }),
	corpora: z.array(z.string()),
	protocol: z.string(),
	metrics: z.record(z.string(), z.unknown()),
	licence: z.string(),
	trained: z.object({ command: z.string(), date: z.string(), seed: z.number() }),
});

/** `GET /api/v1/models`. */
export const modelsSchema = z.object({ models: z.array(modelSchema) });

/** `GET /api/v1/config`: what a page must know before anybody has logged in. */
export const configSchema = z.object({
	version: z.string(),
	/** Bytes of one upload. */
	maxUploadBytes: z.number().int(),
	/** Seconds of audio. */
	maxDuration: z.number(),
	/** Whether a recording is kept when the user ticks it, or never. */
	keepRecordings: z.enum(["ask", "never"]),
	/** Whether new accounts can be made. */
	registration: z.enum(["open", "closed"]),
	/** Whether the server has a model to analyse uploads with. */
	serverAnalysis: z.boolean(),
	/** Characters. */
	minPasswordLength: z.number().int(),
	/** The purpose set for all users by the server's operator, or null where each user chooses. */
	purpose: z.enum(purposeIds).nullable(),
	purposes: z.array(
		z.object({
			id: z.enum(purposeIds),
			title: z.string(),
			description: z.string(),
			voices: z.enum(["own", "agreed"]),
			notice: z.string(),
		}),
	),
	limits: z.array(z.string()),
	models: z.array(modelSchema),
});

/** `GET /api/v1/health`. */
export const healthSchema = z.object({
	status: z.enum(["ok", "failing"]),
	version: z.string(),
	database: z.enum(["ok", "failing"]),
	/** Seconds since the start. */
	uptime: z.number(),
});

export type Model = z.infer<typeof modelSchema>;
export type Config = z.infer<typeof configSchema>;
export type Health = z.infer<typeof healthSchema>;
