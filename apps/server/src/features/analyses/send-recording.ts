import type { FastifyReply, FastifyRequest } from "fastify";
import type { Recordings } from "../../data-folder/recordings.ts";
import { ApiError } from "../../http/api-error.ts";

const types: Readonly<Record<string, string>> = {
	wav: "audio/wav",
	flac: "audio/flac",
	mp3: "audio/mpeg",
	ogg: "audio/ogg",
	mp4: "audio/mp4",
	webm: "audio/webm",
	aac: "audio/aac",
};

/**
 * Streams a recording, or the part that the header `Range` asks for, as a player does when it seeks.
 *
 * @throws {ApiError} `not-found`; `range-not-satisfiable`.
 * @see RFC 9110 (2022), section 14
 */
export async function sendRecording(
	{ recordings, id, container }: { recordings: Recordings; id: string; container: string },
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const size = await recordings.size(id);
	if (size === null) throw new ApiError("not-found", "The recording is not there any more.");
	reply
		.header("content-type", types[container] ?? "application/octet-stream")
		.header("content-disposition", "inline")
		.header("accept-ranges", "bytes");
	const range = parseRange(request.headers.range, size);
	if (range === undefined) return reply.header("content-length", size).send(recordings.read(id));
	if (range === null) {
		reply.header("content-range", `bytes */${size}`);
		throw new ApiError("range-not-satisfiable");
	}
	return reply
		.status(206)
		.header("content-range", `bytes ${range.start}-${range.end}/${size}`)
		.header("content-length", range.end - range.start + 1)
		.send(recordings.read(id, range));
}

/** The one range of a header; undefined where there is none or several, null where it lies outside. */
function parseRange(
	header: string | undefined,
	size: number,
): { start: number; end: number } | undefined | null {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
	if (match === null || (match[1] === "" && match[2] === "")) return undefined;
	if (match[1] === "") {
		const last = Math.min(size, Number(match[2]));
		return last === 0 ? null : { start: size - last, end: size - 1 };
	}
	const start = Number(match[1]);
	const end = match[2] === "" ? size - 1 : Math.min(size - 1, Number(match[2]));
	return start < size && start <= end ? { start, end } : null;
}
