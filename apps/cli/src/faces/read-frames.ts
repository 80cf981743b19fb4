import { spawn } from "node:child_process";
import { UndertoneError } from "@undertone/core";
import type { RgbaImage } from "@undertone/face";
import { createPpmReader } from "./ppm-reader.ts";

/** A frame of a video. */
export interface Frame {
	/** Seconds from the video's beginning. */
	readonly time: number;
	readonly image: RgbaImage;
}

/** Which frames are read. */
export interface FrameOptions {
	/** Frames a second, evenly in time whatever the video's own rate. */
	readonly rate: number;
	readonly signal: AbortSignal;
	/** The program; looked up in PATH when it is a bare name. */
	readonly command?: string;
}

/** Containers that ffmpeg may open: plain files of film, no playlist that names other files. */
const formats = "mov,matroska,avi,asf,flv,mpeg,mpegts,ogg,gif,mpegvideo,h264,hevc,mjpeg,dv,rm,yuv4mpegpipe";
/** Larger frames are made smaller. */
const longestSide = 1280;

/**
 * Frames of a video through the user's ffmpeg, turned upright as the video says.
 *
 * ffmpeg may open files only and no address on a network; it is ended when the reader stops.
 *
 * @throws {UndertoneError} `file-unreadable` if ffmpeg is missing, or the file holds no picture or cannot be decoded;
 *   the reason of `signal` when it is aborted.
 */
export async function* readFrames(
	path: string,
	{ rate, signal, command = "ffmpeg" }: FrameOptions,
): AsyncGenerator<Frame> {
	const size = `scale=w='min(${longestSide},iw)':h='min(${longestSide},ih)':force_original_aspect_ratio=decrease`;
	const child = spawn(
		command,
		[
			..."-nostdin -hide_banner -threads 2 -protocol_whitelist file".split(" "),
			...["-format_whitelist", formats, "-i", `file:${path}`, "-map", "0:v:0", "-an", "-sn", "-dn"],
			...["-vf", `fps=${rate}:start_time=0,${size}`, "-c:v", "ppm", "-f", "image2pipe", "pipe:1"],
		],
		{ stdio: ["ignore", "pipe", "pipe"], windowsHide: true },
	);
	let log = "";
	child.stderr.on("data", (part: Buffer) => {
		if (log.length < 16_384) log += part.toString();
	});
	const closed = new Promise<Error | null>((resolve) => {
		child.on("error", resolve);
		child.on("close", () => resolve(null));
	});
	const abort = (): void => void child.kill("SIGKILL");
	signal.addEventListener("abort", abort, { once: true });
	try {
		const reader = createPpmReader();
		let count = 0;
		for await (const part of child.stdout) {
			signal.throwIfAborted();
			for (const image of reader.push(part as Buffer)) yield { time: count++ / rate, image };
		}
		const failure = await closed;
		signal.throwIfAborted();
		if (count === 0) throw explain(path, command, log, failure);
	} finally {
		signal.removeEventListener("abort", abort);
		child.kill("SIGKILL");
	}
}

function explain(path: string, command: string, log: string, failure: Error | null): UndertoneError {
	if (failure !== null) {
		return new UndertoneError(
			"file-unreadable",
			`"${path}" needs ffmpeg, and "${command}" cannot be started. Install ffmpeg, or give single pictures.`,
			{ cause: failure },
		);
	}
	const opened = /^Input #0,/m.test(log);
	const message =
		opened && !/Stream #0:\d+.*: Video:/.test(log)
			? `"${path}" holds no picture. Give a file with a video track.`
			: `"${path}" must be a picture or a video that ffmpeg can read, and is not, or is damaged.`;
	return new UndertoneError("file-unreadable", message, { cause: log });
}
