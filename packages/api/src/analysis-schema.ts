import { z } from "zod";
import { emotionSchema, predictionFields, secondsSchema, usedModelSchema } from "./emotion-schema.ts";
import { faceResultSchema, pictureFactsSchema } from "./face-result-schema.ts";
import { liveResultSchema } from "./live-result-schema.ts";

/** Decibels relative to full scale; null for digital silence (−Infinity has no JSON). */
const decibels = z.number().nullable();

const interval = z.object({ start: secondsSchema, end: secondsSchema });

const grid = z.array(z.array(z.number()).max(200)).max(200);
const edges = z.array(z.number()).max(201);

/** The parts of the spectrogram that moved a score: `FrameExplanation` of `@undertone/recognize` as JSON. */
const frameExplanationSchema = z.object({
	label: emotionSchema,
	score: z.number().min(0).max(1),
	times: edges,
	bands: edges,
	hz: edges.nullable(),
	/** A row a stretch of time, a column a band. */
	effects: grid,
	without: grid,
	named: z
		.array(
			z.object({
				...interval.shape,
				bands: z.tuple([z.number().int(), z.number().int()]),
				hz: z.tuple([z.number(), z.number()]).nullable(),
				effect: z.number(),
				without: z.number().min(0).max(1),
				sentence: z.string().max(1000),
			}),
		)
		.max(100),
});

/** What a recogniser said of a recording: `SpeechAnalysis` of `@undertone/recognize` as JSON. */
export const speechResultSchema = z.object({
	...predictionFields,
	duration: secondsSchema,
	segments: z.array(z.object({ ...interval.shape, ...predictionFields })).max(20_000),
	speech: z.array(interval).max(20_000),
	features: z
		.array(
			z.object({
				name: z.string().max(100),
				description: z.string().max(1000),
				unit: z.string().max(50),
				value: z.number(),
				usual: z.number(),
				deviation: z.number(),
				effect: z.number(),
				sentence: z.string().max(1000),
			}),
		)
		.max(100),
	/** Null for models of functionals; absent in results of before it was told. */
	frames: frameExplanationSchema.nullable().optional(),
	explained: interval.nullable(),
	model: usedModelSchema,
	profile: z.object({ used: z.boolean(), why: z.string().max(1000).nullable() }).nullable(),
});

/** What a recording held: `AudioFacts` of `@undertone/audio` as JSON, with its name and size. */
export const fileFactsSchema = z.object({
	name: z.string().min(1).max(300),
	/** Bytes. */
	size: z.number().int().min(0),
	/** Of the file, in lower-case hexadecimal; null where the page had no bytes (a microphone). */
	sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.nullable(),
	/** Hz, as stored. */
	sampleRate: z.number().positive(),
	channels: z.number().int().positive(),
	container: z.string().max(50),
	codec: z.string().max(50),
	bitsPerSample: z.number().int().nullable(),
	duration: secondsSchema,
	level: z.object({
		peakDb: decibels,
		rmsDb: decibels,
		noiseFloorDb: decibels,
		clippedSamples: z.number().int().min(0),
		clippedShare: z.number().min(0).max(1),
		silenceShare: z.number().min(0).max(1),
		offset: z.number(),
		/** Hz. */
		bandwidth: z.number().min(0),
	}),
	warnings: z.array(z.object({ code: z.string().max(50), message: z.string().max(1000) })).max(50),
});

/** The waveform as pairs of the lowest and highest sample in [-1, 1] of equal stretches: [low, high, low, …]. */
export const peaksSchema = z.array(z.number().min(-1.5).max(1.5)).max(4000);

/** Where an analysis was computed: in the page, on this server, or in the page while live. */
export const sourceSchema = z.enum(["page", "server", "live"]);

/** What was analysed: a recording of speech, the faces of a picture or video, or a live session. */
export const kindSchema = z.enum(["speech", "face", "live"]);

/** What a kind of analysis holds. */
const contents = {
	speech: { file: fileFactsSchema, result: speechResultSchema, peaks: peaksSchema },
	face: { file: pictureFactsSchema, result: faceResultSchema, peaks: z.tuple([]) },
	live: { file: z.null(), result: liveResultSchema, peaks: peaksSchema },
} as const;

const stored = {
	id: z.uuid(),
	title: z.string().max(300),
	/** ISO 8601, UTC. */
	createdAt: z.iso.datetime(),
	source: sourceSchema,
	/** Whether `GET …/recording` answers. */
	recordingKept: z.boolean(),
	/** What the user says it sounds or looks like. */
	correction: emotionSchema.nullable(),
	note: z.string().max(10_000),
};

/** One analysis in a user's history; `kind` says which `file`, `result` and `peaks` it has. */
export const analysisSchema = z.discriminatedUnion("kind", [
	z.object({ ...stored, kind: z.literal("speech"), ...contents.speech }),
	z.object({ ...stored, kind: z.literal("face"), ...contents.face }),
	z.object({ ...stored, kind: z.literal("live"), ...contents.live }),
]);

/** One line of the history. */
export const analysisSummarySchema = z.object({
	id: z.uuid(),
	title: z.string(),
	createdAt: z.iso.datetime(),
	source: sourceSchema,
	kind: kindSchema,
	/** Whose likeness the prediction is. */
	of: z.enum(["voice", "face", "both"]),
	/** The title where there was no file. */
	fileName: z.string(),
	duration: secondsSchema,
	...predictionFields,
	recordingKept: z.boolean(),
	correction: emotionSchema.nullable(),
	note: z.string(),
});

const made = {
	title: z.string().trim().min(1).max(300).optional(),
	source: z.enum(["page", "live"]).default("page"),
	note: z.string().max(10_000).default(""),
	/** The user says that voice and face are their own; needed where the purpose allows nothing else. */
	ownVoice: z.boolean().default(false),
};

/** An analysis made in the page, on its way to the history (field `analysis`, JSON, where a recording comes along). */
export const newAnalysisSchema = z.discriminatedUnion("kind", [
	z.object({
		...made,
		kind: z.literal("speech").default("speech"),
		...contents.speech,
		peaks: peaksSchema.default([]),
	}),
	z.object({ ...made, kind: z.literal("face"), ...contents.face, peaks: z.tuple([]).default([]) }),
	z.object({
		...made,
		kind: z.literal("live"),
		...contents.live,
		file: z.null().default(null),
		peaks: peaksSchema.default([]),
	}),
]);

/** Text fields beside the file of a server-side analysis. */
export const analyzeFieldsSchema = z.object({
	keepRecording: z.stringbool().default(false),
	saveHistory: z.stringbool().default(true),
	ownVoice: z.stringbool().default(false),
	title: z.string().trim().min(1).max(300).optional(),
	/** A speaker profile's JSON, used for this request and not stored. */
	profile: z.string().max(200_000).optional(),
});

/** What a stored or computed analysis is answered with. */
export const savedAnalysisSchema = z.object({
	analysis: analysisSchema,
	/** False when the history is off or was not wanted: nothing was stored. */
	saved: z.boolean(),
	/** An earlier analysis of the same file in this history; both are kept. */
	duplicateOf: z.uuid().nullable(),
});

/** `GET /api/v1/analyses`. */
export const analysisQuerySchema = z.object({
	/** Searched in title, file name and note, or a label. */
	query: z.string().trim().max(200).default(""),
	/** `nextCursor` of the page before. */
	cursor: z.string().max(200).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(30),
});

/** A page of the history, the newest first. */
export const analysisPageSchema = z.object({
	items: z.array(analysisSummarySchema),
	nextCursor: z.string().nullable(),
	/** Of all pages. */
	total: z.number().int(),
});

/** What may be changed of an analysis. */
export const analysisPatchSchema = z
	.object({
		title: z.string().trim().min(1).max(300),
		note: z.string().max(10_000),
		correction: emotionSchema.nullable(),
	})
	.partial()
	.refine((patch) => Object.keys(patch).length > 0, "one of title, note, correction must be given");

export type SpeechResult = z.infer<typeof speechResultSchema>;
export type FileFacts = z.infer<typeof fileFactsSchema>;
export type Analysis = z.infer<typeof analysisSchema>;
/** The analyses of one kind. */
export type AnalysisOf<K extends Analysis["kind"]> = Extract<Analysis, { readonly kind: K }>;
export type AnalysisSummary = z.infer<typeof analysisSummarySchema>;
export type NewAnalysis = z.input<typeof newAnalysisSchema>;
/** New analyses of one kind. */
export type NewAnalysisOf<K extends Analysis["kind"]> = Extract<
	NewAnalysis,
	{ readonly kind?: K | undefined }
>;
export type SavedAnalysis = z.infer<typeof savedAnalysisSchema>;
export type AnalysisPage = z.infer<typeof analysisPageSchema>;
export type AnalysisPatch = z.infer<typeof analysisPatchSchema>;
