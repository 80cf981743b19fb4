import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import type { Recordings, Upload } from "../data-folder/recordings.ts";
import { ApiError } from "./api-error.ts";

/** A form with text fields and at most one file, which lies on disk. */
export interface ReceivedForm {
	readonly fields: Readonly<Record<string, string>>;
	readonly upload: Upload | undefined;
	/** Without folders; "recording" where the form gave none. */
	readonly fileName: string;
}

/**
 * Receives a form. What fails or breaks off leaves nothing on disk.
 *
 * @throws {ApiError} `invalid-request` if it is no form, `file-too-large`, `upload-broken-off`.
 */
export async function receiveForm(request: FastifyRequest, recordings: Recordings): Promise<ReceivedForm> {
	if (!request.isMultipart()) {
		throw new ApiError("invalid-request", "The request must be a form (multipart/form-data).");
	}
	const fields: Record<string, string> = {};
	let upload: Upload | undefined;
	let fileName = "recording";
	try {
		for await (const part of request.parts()) {
			if (part.type === "file") {
				upload = await recordings.receive(wholeFile(part));
				fileName = baseName(part.filename) || fileName;
			} else fields[part.fieldname] = String(part.value);
		}
	} catch (error) {
		await upload?.discard();
		throw explain(error);
	}
	return { fields, upload, fileName };
}

async function* wholeFile(part: MultipartFile): AsyncGenerator<Uint8Array> {
	for await (const chunk of part.file) yield chunk as Uint8Array;
	if (part.file.truncated) throw new ApiError("file-too-large");
}

function baseName(path: string): string {
	return (path.split(/[/\\]/).at(-1) ?? "").slice(0, 300);
}

function explain(error: unknown): unknown {
	const { code, message } = error as { code?: string; message?: string };
	const brokenOff =
		code === "ECONNRESET" ||
		code === "ERR_STREAM_PREMATURE_CLOSE" ||
		code === "FST_MULTIPART_PREMATURE_CLOSE" ||
		/unexpected end|premature|aborted|malformed part/i.test(message ?? "");
	return brokenOff ? new ApiError("upload-broken-off", undefined, { cause: error }) : error;
}
