import { z } from "zod";

/** HTTP status and sentence of every error code that the server answers with. */
export const errorTable = {
	"invalid-request": {
		status: 400,
		sentence: "The request does not have the form that this address expects.",
	},
	"not-logged-in": { status: 401, sentence: "Log in first." },
	"wrong-credentials": { status: 401, sentence: "The e-mail address or the password is wrong." },
	"wrong-password": { status: 403, sentence: "The password is wrong." },
	"foreign-origin": {
		status: 403,
		sentence: "The request comes from another site's page. Open the studio at its own address.",
	},
	"purpose-forbids": {
		status: 403,
		sentence: "The chosen purpose allows only your own voice and face. Confirm that they are yours.",
	},
	"registration-closed": {
		status: 403,
		sentence: "New accounts cannot be made here. Ask whoever runs the server.",
	},
	"recordings-never-kept": { status: 403, sentence: "This server keeps no recordings." },
	"not-found": { status: 404, sentence: "There is nothing at this address, or it is not yours." },
	"method-not-allowed": { status: 405, sentence: "This address does not take that method." },
	"already-registered": {
		status: 409,
		sentence: "There is an account with this e-mail address. Log in instead.",
	},
	"history-off": { status: 409, sentence: "The history is switched off, so nothing was stored." },
	"file-too-large": { status: 413, sentence: "The file is larger than this server takes." },
	"audio-too-long": { status: 413, sentence: "The recording is longer than this server takes." },
	"audio-unknown-format": { status: 415, sentence: "The file is not audio that can be decoded here." },
	"file-empty": { status: 422, sentence: "The file is empty." },
	"audio-empty": { status: 422, sentence: "The file holds no sound." },
	"audio-damaged": { status: 422, sentence: "The audio is damaged and nothing of it can be decoded." },
	"upload-broken-off": {
		status: 400,
		sentence: "The upload ended before the file was whole. Nothing was kept.",
	},
	"weak-password": { status: 422, sentence: "The password must have at least 10 characters." },
	"range-not-satisfiable": {
		status: 416,
		sentence: "The recording is shorter than the part that was asked for.",
	},
	"too-many-requests": {
		status: 429,
		sentence: "Too many requests in a short time. Wait a little and try again.",
	},
	"too-many-logins": {
		status: 429,
		sentence:
			"The password was wrong too often. Wait some minutes, or let whoever runs the server set a new one.",
	},
	internal: { status: 500, sentence: "Something went wrong in the server. Its log says more." },
	busy: { status: 503, sentence: "The server is analysing other recordings. Try again in a moment." },
	"stream-idle": { status: 408, sentence: "No sound came for half a minute, so the stream was closed." },
	"stream-too-fast": { status: 429, sentence: "The sound comes faster than four times real time." },
	"no-model": {
		status: 503,
		sentence: "The server has no model to analyse with. Put one at models/speech.onnx, or train it.",
	},
	"disk-full": { status: 507, sentence: "The server's disk is full. Nothing was stored." },
} as const satisfies Record<string, { status: number; sentence: string }>;

/** A code of {@link errorTable}. */
export type ApiErrorCode = keyof typeof errorTable;

/** Whether a string is a code of {@link errorTable}. */
export function isApiErrorCode(code: string): code is ApiErrorCode {
	return Object.hasOwn(errorTable, code);
}

/** The body of every answer that is no success. */
export const errorBodySchema = z.object({
	error: z.object({
		code: z.string(),
		/** A sentence for the user. */
		message: z.string(),
	}),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;
