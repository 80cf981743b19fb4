import type { ApiErrorCode } from "./error-table.ts";

/** One door of the server. */
export interface Endpoint {
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	readonly path: string;
	/** Who may ask: anybody, who is logged in, or who is logged in or has a token. */
	readonly who: "anybody" | "session" | "session or token";
	readonly does: string;
	/** Besides those that any door may answer with; see {@link commonErrors}. */
	readonly errors: readonly ApiErrorCode[];
}

/** What any door may answer with. */
export const commonErrors: readonly ApiErrorCode[] = [
	"invalid-request",
	"foreign-origin",
	"too-many-requests",
	"internal",
];

const token = "session or token";
const upload = [
	"file-too-large",
	"upload-broken-off",
	"disk-full",
	"purpose-forbids",
	"recordings-never-kept",
] as const;

/** Every door of the server; docs/api.md lists the same, and a test compares both with the server's routes. */
export const endpoints: readonly Endpoint[] = [
	{
		method: "GET",
		path: "/api/v1/health",
		who: "anybody",
		does: "Whether the server and its database answer (`healthSchema`).",
		errors: [],
	},
	{
		method: "GET",
		path: "/api/v1/config",
		who: "anybody",
		does: "Limits, purposes, models: what a page must know first (`configSchema`).",
		errors: [],
	},
	{
		method: "GET",
		path: "/api/v1/models",
		who: "anybody",
		does: "The installed models as they describe themselves (`modelsSchema`).",
		errors: [],
	},
	{
		method: "GET",
		path: "/models/speech.onnx",
		who: "anybody",
		does: "The model file that the page and the server run.",
		errors: ["not-found"],
	},
	{
		method: "GET",
		path: "/models/speech.md",
		who: "anybody",
		does: "The model's card (Markdown).",
		errors: ["not-found"],
	},
	{
		method: "GET",
		path: "/models/face.md",
		who: "anybody",
		does: "The card of the face model that the page holds (Markdown).",
		errors: ["not-found"],
	},
	{
		method: "GET",
		path: "/api/v1/results",
		who: "anybody",
		does: "The stored figures, and how many recipes were tested on each corpus (`resultsSchema`).",
		errors: [],
	},
	{
		method: "GET",
		path: "/api/v1/results/:id",
		who: "anybody",
		does: "One of them with confusion matrix, per class, reliability, coverage, importances, learning curves where a network learnt (`curves.csv`), per corpus, sex, language, band of median F0, age, accent and speaker (`resultDetailSchema`).",
		errors: ["not-found"],
	},
	{
		method: "GET",
		path: "/api/v1/studies",
		who: "anybody",
		does: "Studies that are no result of a recipe: noise, rooms and short clips, speaker profiles, damaged networks, levels of acting; what is missing is named (`studiesSchema`).",
		errors: [],
	},
	{
		method: "POST",
		path: "/api/auth/sign-up/email",
		who: "anybody",
		does: "Makes an account and logs in (`registerSchema`).",
		errors: ["already-registered", "weak-password", "registration-closed"],
	},
	{
		method: "POST",
		path: "/api/auth/sign-in/email",
		who: "anybody",
		does: "Logs in (`loginSchema`); the cookie is the session.",
		errors: ["wrong-credentials", "too-many-logins"],
	},
	{ method: "POST", path: "/api/auth/sign-out", who: "anybody", does: "Logs out.", errors: [] },
	{
		method: "GET",
		path: "/api/auth/get-session",
		who: "anybody",
		does: "Who is logged in, or null (`sessionSchema`).",
		errors: [],
	},
	{
		method: "POST",
		path: "/api/auth/change-password",
		who: "session",
		does: "Changes the password and ends other sessions (`changePasswordSchema`).",
		errors: ["not-logged-in", "wrong-password", "weak-password", "too-many-logins"],
	},
	{
		method: "POST",
		path: "/api/v1/analyses",
		who: token,
		does: "Analyses an upload on the server: a form with `file` and the fields of `analyzeFieldsSchema`; answers `savedAnalysisSchema`.",
		errors: [
			...upload,
			"no-model",
			"busy",
			"audio-unknown-format",
			"audio-damaged",
			"audio-empty",
			"audio-too-long",
			"file-empty",
		],
	},
	{
		method: "POST",
		path: "/api/v1/analyses/results",
		who: token,
		does: "Stores what a page found out of speech, faces or a live session: JSON (`newAnalysisSchema`), or a form with that JSON as `analysis` and the recording as `file`.",
		errors: [...upload, "history-off", "audio-unknown-format"],
	},
	{
		method: "GET",
		path: "/api/v1/analyses",
		who: token,
		does: "The history, the newest first: `query`, `cursor`, `limit` (`analysisPageSchema`).",
		errors: [],
	},
	{
		method: "GET",
		path: "/api/v1/analyses/:id",
		who: token,
		does: "One analysis (`analysisSchema`).",
		errors: ["not-found"],
	},
	{
		method: "PATCH",
		path: "/api/v1/analyses/:id",
		who: token,
		does: "Changes title, note or correction (`analysisPatchSchema`).",
		errors: ["not-found"],
	},
	{
		method: "DELETE",
		path: "/api/v1/analyses/:id",
		who: token,
		does: "Deletes an analysis with its recording.",
		errors: ["not-found"],
	},
	{
		method: "GET",
		path: "/api/v1/analyses/:id/recording",
		who: token,
		does: "The kept recording, or a part of it by `Range`.",
		errors: ["not-found", "range-not-satisfiable"],
	},
	{
		method: "GET",
		path: "/api/v1/export",
		who: token,
		does: "Everything as a file: `format=json` (account, settings, names of tokens, all analyses) or `format=csv` (the analyses as a table).",
		errors: [],
	},
	{
		method: "GET",
		path: "/api/v1/settings",
		who: token,
		does: "History, retention, purpose (`settingsSchema`).",
		errors: [],
	},
	{
		method: "PUT",
		path: "/api/v1/settings",
		who: "session",
		does: "Changes them; what is left out stays (`settingsPatchSchema`).",
		errors: [],
	},
	{
		method: "GET",
		path: "/api/v1/account",
		who: token,
		does: "The account and how much it holds (`accountSchema`).",
		errors: [],
	},
	{
		method: "DELETE",
		path: "/api/v1/account/data",
		who: "session",
		does: "Deletes all analyses and recordings (`deletedSchema`).",
		errors: [],
	},
	{
		method: "DELETE",
		path: "/api/v1/account",
		who: "session",
		does: "Deletes the account and all it holds, with its password (`deleteAccountSchema`).",
		errors: ["wrong-password", "too-many-logins"],
	},
	{
		method: "GET",
		path: "/api/v1/account/tokens",
		who: "session",
		does: "Tokens for programs, without their secrets.",
		errors: [],
	},
	{
		method: "POST",
		path: "/api/v1/account/tokens",
		who: "session",
		does: "Makes a token (`newTokenSchema`); it is shown this once (`createdTokenSchema`).",
		errors: [],
	},
	{
		method: "DELETE",
		path: "/api/v1/account/tokens/:id",
		who: "session",
		does: "Ends a token.",
		errors: ["not-found"],
	},
	{
		method: "GET",
		path: "/api/v1/stream",
		who: token,
		does: "WebSocket: sound in, events out (`streamEventSchema`).",
		errors: [],
	},
];
