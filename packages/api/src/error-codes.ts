/** Every error the HTTP interface answers with: its status, and what it means. `docs/api.md` lists the same. */
export const errorCodes = {
	"invalid-request": {
		status: 400,
		meaning: "A field of the request is missing or not what it must be; the message names it.",
	},
	"not-signed-in": { status: 401, meaning: "There is no session, or it has ended." },
	"wrong-origin": { status: 403, meaning: "The request comes from another site, or asks for another host." },
	"not-found": { status: 404, meaning: "There is no such thing, or it is somebody else's." },
	"too-large": { status: 413, meaning: "The upload is larger than the server takes." },
	"unreadable-audio": { status: 422, meaning: "The file cannot be read as audio; the message says why." },
	"too-many-requests": {
		status: 429,
		meaning: "There were too many tries; the message says when to come back.",
	},
	internal: { status: 500, meaning: "A fault of the server; its log says more." },
	"no-model": { status: 503, meaning: "No model is installed on the server." },
	"disk-full": { status: 507, meaning: "There is no room to store it; nothing was changed." },
} as const;

/** See {@link errorCodes}. */
export type ApiErrorCode = keyof typeof errorCodes;
