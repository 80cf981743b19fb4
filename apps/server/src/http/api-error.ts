import { type ApiErrorCode, errorTable } from "@undertone/api";
import type { z } from "zod";

/** An answer that is an error the client can act on; `errorTable` gives its status. */
export class ApiError extends Error {
	override readonly name = "ApiError";
	readonly code: ApiErrorCode;

	/** @param message - By default the table's sentence. */
	constructor(
		code: ApiErrorCode,
		message: string = errorTable[code].sentence,
		options?: { cause?: unknown },
	) {
		super(message, options);
		this.code = code;
	}
}

/**
 * Checks a value at the door.
 *
 * @throws {ApiError} `invalid-request`, naming the first field that is wrong.
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const field = issue === undefined || issue.path.length === 0 ? "The request" : issue.path.join(".");
	throw new ApiError("invalid-request", `${field}: ${issue?.message ?? "not valid"}.`);
}
