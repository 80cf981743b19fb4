import { emotions, reasons } from "@undertone/core";
import { z } from "zod";

const share = z.number().min(0).max(1);
const seconds = z.number().min(0).max(1e6);
const emotion = z.enum(emotions);
const scores = z.partialRecord(emotion, share);
const prediction = {
	label: emotion.nullable(),
	scores: scores.nullable(),
	confidence: share,
	notSure: z.boolean(),
	reasons: z.array(z.enum(reasons)).max(reasons.length),
};
const interval = z.object({ start: seconds, end: seconds });

/** What a recogniser said: `SpeechAnalysis` of @undertone/recognize as JSON. */
export const speechResult = z.object({
	...prediction,
	duration: seconds,
	segments: z.array(z.object({ ...prediction, start: seconds, end: seconds })).max(20_000),
	speech: z.array(interval).max(20_000),
	features: z
		.array(
			z.object({
				name: z.string().max(200),
				description: z.string().max(500),
				unit: z.string().max(40),
				value: z.number(),
				usual: z.number(),
				deviation: z.number(),
				effect: z.number(),
				sentence: z.string().max(1000),
			}),
		)
		.max(100),
	explained: interval.nullable(),
	model: z.object({ name: z.string().max(200), sha256: z.string().max(64) }),
	profile: z.object({ used: z.boolean(), why: z.string().max(500).nullable() }).nullable(),
});

/** What is known of the file, without its samples. */
export const fileFacts = z.object({
	name: z.string().min(1).max(300),
	/** Bytes. */
	size: z.number().int().min(0),
	/** Hz, as stored. */
	sampleRate: z.number().positive(),
	channels: z.number().int().min(1),
	container: z.string().max(40),
	codec: z.string().max(40),
	bitsPerSample: z.number().int().positive().nullable(),
	duration: seconds,
	/** dBFS; null for digital silence. */
	peakDb: z.number().nullable(),
	rmsDb: z.number().nullable(),
	clippedSamples: z.number().int().min(0),
	warnings: z.array(z.string().max(500)).max(20),
	/** SHA-256 of the file's bytes. */
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Where a result was computed. */
export const analysisSource = z.enum(["page", "server"]);

/** The waveform's outline, 0–1, for drawing without the recording. */
export const peaks = z.array(share).max(2000);

/** A result that a page computed and wants to keep. */
export const newAnalysis = z.object({
	title: z.string().min(1).max(300),
	file: fileFacts,
	result: speechResult,
	peaks,
});

/** A result in somebody's history. */
export const analysis = newAnalysis.extend({
	id: z.uuid(),
	/** ISO date. */
	createdAt: z.string(),
	source: analysisSource,
	recordingKept: z.boolean(),
	/** What the user says it was. */
	correction: emotion.nullable(),
	note: z.string().max(5000),
});

/** What may be changed of a result. */
export const analysisChange = z
	.object({
		title: z.string().min(1).max(300),
		note: z.string().max(5000),
		correction: emotion.nullable(),
	})
	.partial();

/** A line of the history. */
export const historyEntry = z.object({
	id: z.uuid(),
	title: z.string(),
	createdAt: z.string(),
	duration: seconds,
	label: emotion.nullable(),
	confidence: share,
	notSure: z.boolean(),
	correction: emotion.nullable(),
	recordingKept: z.boolean(),
	source: analysisSource,
});

/** A page of the history, newest first. */
export const historyPage = z.object({ entries: z.array(historyEntry), next: z.string().nullable() });

/** What a search of the history takes. */
export const historyQuery = z.object({
	query: z.string().max(200).default(""),
	cursor: z.string().max(200).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(30),
});

/** What the studio is used for; see the page on purposes and limits. */
export const purposes = ["own-voice", "research", "work-or-education"] as const;

/** A user's settings. */
export const settings = z.object({
	/** Whether results enter the history. */
	saveHistory: z.boolean(),
	/** Days after which results are deleted; null keeps them. */
	retentionDays: z.number().int().min(1).max(3650).nullable(),
	purpose: z.enum(purposes).nullable(),
});

/** What the server tells of itself. */
export const serverConfig = z.object({
	version: z.string(),
	maxUploadBytes: z.number(),
	/** Seconds. */
	maxDuration: z.number(),
	model: z.object({ name: z.string(), sha256: z.string() }).nullable(),
});

export type Analysis = z.infer<typeof analysis>;
export type AnalysisChange = z.infer<typeof analysisChange>;
export type FileFacts = z.infer<typeof fileFacts>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type HistoryPage = z.infer<typeof historyPage>;
export type HistoryQuery = z.infer<typeof historyQuery>;
export type NewAnalysis = z.infer<typeof newAnalysis>;
export type ServerConfig = z.infer<typeof serverConfig>;
export type Settings = z.infer<typeof settings>;
export type SpeechResult = z.infer<typeof speechResult>;
