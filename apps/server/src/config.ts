import { homedir } from "node:os";
import { join } from "node:path";
import { type PurposeId, purposeIds } from "@undertone/api";
import { UndertoneError } from "@undertone/core";
import { z } from "zod";

/** How one setting is described, in the documentation and in the command line's help. */
export interface Setting {
	/** Environment variable. */
	readonly variable: string;
	/** As the documentation prints it. */
	readonly fallback: string;
	readonly description: string;
}

const root = join(import.meta.dirname, "../../..");
const positive = z.coerce.number().positive();
const path = z.string().min(1);
const yesOrNo = z.stringbool({ truthy: ["yes", "true", "1"], falsy: ["no", "false", "0"] });

/** Every setting of the server; docs/configuration.md lists the same, and a test compares them. */
const table = {
	UNDERTONE_HOST: {
		schema: z.string().min(1).default("127.0.0.1"),
		fallback: "127.0.0.1",
		description: "Address to listen on; 0.0.0.0 for all. A microphone then needs HTTPS.",
	},
	UNDERTONE_PORT: {
		schema: z.coerce.number().int().min(0).max(65535).default(4173),
		fallback: "4173",
		description: "Port to listen on; 0 takes any free one.",
	},
	UNDERTONE_HOME: {
		schema: path.optional(),
		fallback: "the user's data folder",
		description: "Data folder: accounts, history, recordings, secret, lock.",
	},
	DATABASE_URL: {
		schema: z
			.string()
			.regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
			.optional(),
		fallback: "PGlite in the data folder",
		description: "A PostgreSQL server instead of the database inside the process.",
	},
	UNDERTONE_PUBLIC_URL: {
		schema: z.url({ protocol: /^https?$/ }).optional(),
		fallback: "host and port",
		description: "Where browsers reach the server, when a proxy stands in front of it.",
	},
	UNDERTONE_TRUST_PROXY: {
		schema: yesOrNo.default(false),
		fallback: "no",
		description: "Whether X-Forwarded-For and its kin are believed: only behind a proxy that sets them.",
	},
	UNDERTONE_TLS_CERT: {
		schema: path.optional(),
		fallback: "none: HTTP",
		description: "Certificate chain (PEM) for HTTPS; together with the key.",
	},
	UNDERTONE_TLS_KEY: {
		schema: path.optional(),
		fallback: "none: HTTP",
		description: "Private key (PEM) for HTTPS.",
	},
	UNDERTONE_SECRET: {
		schema: z.string().min(32, "must have at least 32 characters").optional(),
		fallback: "made once, in the data folder",
		description: "What session cookies are signed with; the same on every machine that shares a database.",
	},
	UNDERTONE_MODEL: {
		schema: path.optional(),
		fallback: "models/speech.onnx",
		description: "The speech model that the server and its pages use.",
	},
	UNDERTONE_RESULTS: {
		schema: path.optional(),
		fallback: "results",
		description: "Folder of the stored figures that the accuracy page shows.",
	},
	UNDERTONE_WEB: {
		schema: path.optional(),
		fallback: "apps/web/dist",
		description: "Folder of the built studio.",
	},
	UNDERTONE_MAX_UPLOAD_MB: {
		schema: positive.default(200),
		fallback: "200",
		description: "Megabytes of one upload.",
	},
	UNDERTONE_MAX_DURATION_S: {
		schema: positive.default(3600),
		fallback: "3600",
		description: "Seconds of audio of one upload.",
	},
	UNDERTONE_KEEP_RECORDINGS: {
		schema: z.enum(["ask", "never"]).default("ask"),
		fallback: "ask",
		description: "`ask`: a recording is kept when its user ticks it; `never`: none is kept.",
	},
	UNDERTONE_REGISTRATION: {
		schema: z.enum(["open", "closed"]).default("open"),
		fallback: "open",
		description: "Whether new accounts can be made.",
	},
	UNDERTONE_PURPOSE: {
		schema: z.enum(purposeIds).optional(),
		fallback: "each user chooses",
		description: `One purpose for all users: ${purposeIds.map((id) => `\`${id}\``).join(", ")}.`,
	},
	UNDERTONE_RETENTION_DAYS: {
		schema: z.coerce.number().int().min(1).max(3650).optional(),
		fallback: "kept until deleted",
		description: "Days after which everything is deleted, whatever longer time a user has set.",
	},
	UNDERTONE_LOGIN_TRIES: {
		schema: z.coerce.number().int().min(1).default(9),
		fallback: "9",
		description: "Wrong passwords for one account from one address in ten minutes; the next one is refused.",
	},
	UNDERTONE_UPLOADS_PER_MINUTE: {
		schema: z.coerce.number().int().min(1).default(120),
		fallback: "120",
		description: "Uploads and stored results from one address in a minute.",
	},
	UNDERTONE_ANALYSIS_THREADS: {
		schema: z.coerce.number().int().min(1).max(64).default(1),
		fallback: "1",
		description: "Threads that analyse uploads.",
	},
	UNDERTONE_FFMPEG: {
		schema: path.optional(),
		fallback: "none: never run",
		description: "The ffmpeg program, for uploads in formats that are not decoded here (m4a, webm).",
	},
	UNDERTONE_LOG: {
		schema: z.enum(["silent", "error", "warn", "info", "debug"]).default("warn"),
		fallback: "warn",
		description: "How much is logged, as lines of JSON: `silent`, `error`, `warn`, `info` or `debug`.",
	},
} as const;

/** See {@link Setting}; in the order of the documentation. */
export const settingsOfServer: readonly Setting[] = Object.entries(table).map(
	([variable, { fallback, description }]) => ({ variable, fallback, description }),
);

const schema = z.object(
	Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, entry.schema])) as {
		[K in keyof typeof table]: (typeof table)[K]["schema"];
	},
);

/** How the server runs. */
export interface ServerConfiguration {
	readonly host: string;
	/** 0 takes any free one. */
	readonly port: number;
	/** Folder of accounts, history and recordings. */
	readonly home: string;
	/** PostgreSQL; the embedded database in `home` without it. */
	readonly databaseUrl: string | undefined;
	/** Where browsers reach it, if not at host and port. */
	readonly publicUrl: string | undefined;
	readonly trustProxy: boolean;
	/** Paths of certificate and key; plain HTTP without them. */
	readonly tls: { readonly cert: string; readonly key: string } | undefined;
	/** Instead of the one in `home`. */
	readonly secret: string | undefined;
	readonly model: string;
	/** Card of the face model, which the built studio holds. */
	readonly faceCard: string;
	readonly results: string;
	/** Built studio. */
	readonly web: string;
	readonly maxUploadBytes: number;
	/** Seconds. */
	readonly maxDuration: number;
	readonly keepRecordings: "ask" | "never";
	readonly registration: "open" | "closed";
	/** Of all users, or undefined where each chooses. */
	readonly purpose: PurposeId | undefined;
	/** The longest that anything is kept. */
	readonly retentionDays: number | undefined;
	/** Wrong passwords for one account from one address within ten minutes. */
	readonly loginTries: number;
	readonly uploadsPerMinute: number;
	readonly analysisThreads: number;
	readonly ffmpeg: string | undefined;
	readonly log: "silent" | "error" | "warn" | "info" | "debug";
}

/**
 * The configuration from environment variables.
 *
 * @throws {UndertoneError} `usage`, naming the variable, what it must be and what was given.
 */
export function readConfiguration(
	environment: Readonly<Record<string, string | undefined>>,
): ServerConfiguration {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
	);
	const parsed = schema.safeParse(given);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		const name = String(issue?.path[0] ?? "");
		const shown =
			name === "UNDERTONE_SECRET" || name === "DATABASE_URL" ? "another value" : `"${given[name]}"`;
		throw new UndertoneError("usage", `${name}: ${issue?.message}, got ${shown}. See docs/configuration.md.`);
	}
	const values = parsed.data;
	const { UNDERTONE_TLS_CERT: cert, UNDERTONE_TLS_KEY: key } = values;
	if ((cert === undefined) !== (key === undefined)) {
		throw new UndertoneError(
			"usage",
			"UNDERTONE_TLS_CERT and UNDERTONE_TLS_KEY must be given together, got only one of them. See docs/configuration.md.",
		);
	}
	return {
		host: values.UNDERTONE_HOST,
		port: values.UNDERTONE_PORT,
		home: values.UNDERTONE_HOME ?? dataFolder(environment),
		databaseUrl: values.DATABASE_URL,
		publicUrl: values.UNDERTONE_PUBLIC_URL,
		trustProxy: values.UNDERTONE_TRUST_PROXY,
		tls: cert === undefined || key === undefined ? undefined : { cert, key },
		secret: values.UNDERTONE_SECRET,
		model: values.UNDERTONE_MODEL ?? join(root, "models/speech.onnx"),
		faceCard: join(root, "models/face.md"),
		results: values.UNDERTONE_RESULTS ?? join(root, "results"),
		web: values.UNDERTONE_WEB ?? join(root, "apps/web/dist"),
		maxUploadBytes: Math.round(values.UNDERTONE_MAX_UPLOAD_MB * 1e6),
		maxDuration: values.UNDERTONE_MAX_DURATION_S,
		keepRecordings: values.UNDERTONE_KEEP_RECORDINGS,
		registration: values.UNDERTONE_REGISTRATION,
		purpose: values.UNDERTONE_PURPOSE,
		retentionDays: values.UNDERTONE_RETENTION_DAYS,
		loginTries: values.UNDERTONE_LOGIN_TRIES,
		uploadsPerMinute: values.UNDERTONE_UPLOADS_PER_MINUTE,
		analysisThreads: values.UNDERTONE_ANALYSIS_THREADS,
		ffmpeg: values.UNDERTONE_FFMPEG,
		log: values.UNDERTONE_LOG,
	};
}

function dataFolder(environment: Readonly<Record<string, string | undefined>>): string {
	if (process.platform === "win32") return join(environment.LOCALAPPDATA ?? homedir(), "undertone", "Data");
	if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "undertone");
	return join(environment.XDG_DATA_HOME || join(homedir(), ".local", "share"), "undertone");
}
