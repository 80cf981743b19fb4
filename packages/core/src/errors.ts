/** What can be wrong with the outside world: a file, a model, a corpus, a data folder. */
export type ErrorCode =
	| "file-not-found"
	| "file-empty"
	| "file-unreadable"
	| "file-too-large"
	| "audio-unknown-format"
	| "audio-damaged"
	| "audio-too-long"
	| "audio-empty"
	| "model-damaged"
	| "model-unknown-version"
	| "model-unknown-features"
	| "model-external-data"
	| "corpus-not-found"
	| "corpus-unreadable"
	| "corpus-too-small"
	| "recipe-invalid"
	| "leak"
	| "disk-full"
	| "data-folder-locked"
	| "cancelled"
	| "usage";

/** A wrong outside world, with a sentence that says what must hold, what was given and what to do next. */
export class UndertoneError extends Error {
	override readonly name = "UndertoneError";
	readonly code: ErrorCode;

	constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
		super(message, options);
		this.code = code;
	}
}
