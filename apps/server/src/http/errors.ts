import { errorTable, isApiErrorCode } from "@undertone/api";
import { UndertoneError } from "@undertone/core";
import type { FastifyError, FastifyInstance } from "fastify";
import { ApiError } from "./api-error.ts";

/** Every error leaves as `{ error: { code, message } }`; what is the server's own fault is logged and not shown. */
export function addErrorHandler(app: FastifyInstance): void {
	app.setErrorHandler((error: FastifyError | Error, request, reply) => {
		const known = toApiError(error);
		const { status } = errorTable[known.code];
		if (status >= 500 && known.code !== "no-model" && known.code !== "busy") {
			request.log.error({ err: error }, known.code);
		}
		if (status === 429 && !reply.hasHeader("retry-after")) reply.header("retry-after", 60);
		return reply.status(status).send({ error: { code: known.code, message: known.message } });
	});
}

/** Any error as one of the table. */
export function toApiError(error: Error & { statusCode?: number; code?: string }): ApiError {
	if (error instanceof ApiError) return error;
	if (error instanceof UndertoneError) {
		if (isApiErrorCode(error.code)) return new ApiError(error.code, error.message, { cause: error });
		return new ApiError("internal", undefined, { cause: error });
	}
	// 53100 is PostgreSQL's own word for it.
	if (error.code === "ENOSPC" || error.code === "EDQUOT" || error.code === "53100") {
		return new ApiError("disk-full", undefined, { cause: error });
	}
	if (error.code === "FST_REQ_FILE_TOO_LARGE" || error.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
		return new ApiError("file-too-large", undefined, { cause: error });
	}
	const { statusCode = 500 } = error;
	if (statusCode === 429) return new ApiError("too-many-requests", undefined, { cause: error });
	if (statusCode === 404) return new ApiError("not-found", undefined, { cause: error });
	if (statusCode >= 400 && statusCode < 500) {
		return new ApiError("invalid-request", sentence(error.message), { cause: error });
	}
	return new ApiError("internal", undefined, { cause: error });
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
