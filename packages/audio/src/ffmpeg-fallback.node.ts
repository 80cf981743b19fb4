import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";
import type { AudioClip, AudioFallback, FallbackOptions } from "./audio-clip.ts";
import { decodeWav } from "./wav/decode-wav.ts";

/** Options of {@link createFfmpegFallback}. */
export interface FfmpegOptions {
	/** The program; looked up in PATH when it is a bare name. */
	readonly command?: string;
	/** Seconds after which a run is ended. */
	readonly timeout?: number;
	/** Bytes of decoded audio after which a run is ended. */
	readonly maxOutputBytes?: number;
}

/** Containers that ffmpeg may open: plain files of sound and film, no playlist that names other files. */
const formats =
	"mov,matroska,aac,aiff,amr,ape,asf,au,avi,caf,flac,flv,mp3,mpeg,mpegts,ogg,rm,tta,voc,w64,wav,wv,ac3,eac3,dts,dsf";

/**
 * Decodes through the user's ffmpeg.
 *
 * The bytes go to a temporary file that is removed afterwards (an MP4 file cannot be read from a pipe). ffmpeg
 * may open files only, no address on a network, and no playlist; it is ended when it takes too long or writes
 * too much.
 *
 * @throws {UndertoneError} from `decode`: `audio-unknown-format` if ffmpeg is missing or knows no audio in the
 * file, `audio-damaged`, `audio-too-long`.
 */
export function createFfmpegFallback({
	command = "ffmpeg",
	timeout = 120,
	maxOutputBytes = 2 ** 31,
}: FfmpegOptions = {}): AudioFallback {
	const decode = async (bytes: Uint8Array, options: FallbackOptions): Promise<AudioClip> => {
		const folder = await mkdtemp(join(tmpdir(), "undertone-"));
		try {
			const path = join(folder, "input");
			await writeFile(path, bytes, { mode: 0o600 });
			const run = await runFfmpeg(command, path, options, { timeout, maxOutputBytes });
			return toClip(run, options, command);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	};
	return { name: "ffmpeg", decode };
}

interface Run {
	readonly output: Uint8Array;
	readonly log: string;
	/** null when the program was ended. */
	readonly exitCode: number | null;
	readonly endedBecause: "timeout" | "output" | null;
}

function runFfmpeg(
	command: string,
	path: string,
	{ name, maxDuration }: FallbackOptions,
	limits: { readonly timeout: number; readonly maxOutputBytes: number },
): Promise<Run> {
	// One second more than allowed is enough to see that it is too long.
	const duration = Number.isFinite(maxDuration) ? ["-t", String(maxDuration + 1)] : [];
	const input = ["-protocol_whitelist", "file", "-format_whitelist", formats, "-i", `file:${path}`];
	const output = [
		"-map",
		"0:a:0",
		"-vn",
		"-sn",
		"-dn",
		...duration,
		"-c:a",
		"pcm_f32le",
		"-f",
		"wav",
		"pipe:1",
	];
	const child = spawn(command, ["-nostdin", "-hide_banner", "-threads", "1", ...input, ...output], {
		stdio: ["ignore", "pipe", "pipe"],
		windowsHide: true,
	});
	return new Promise((resolve, reject) => {
		const parts: Buffer[] = [];
		let size = 0;
		let log = "";
		let endedBecause: Run["endedBecause"] = null;
		const end = (reason: "timeout" | "output"): void => {
			endedBecause ??= reason;
			child.kill("SIGKILL");
		};
		const timer = setTimeout(() => end("timeout"), limits.timeout * 1000);
		child.stdout.on("data", (part: Buffer) => {
			size += part.length;
			if (size > limits.maxOutputBytes) end("output");
			else parts.push(part);
		});
		child.stderr.on("data", (part: Buffer) => {
			if (log.length < 16_384) log += part.toString();
		});
		child.on("error", (cause) => {
			clearTimeout(timer);
			const message = `${name} needs ffmpeg, and "${command}" cannot be started. Install ffmpeg, or convert the file to WAV or FLAC.`;
			reject(new UndertoneError("audio-unknown-format", message, { cause }));
		});
		child.on("close", (exitCode) => {
			clearTimeout(timer);
			resolve({ output: Buffer.concat(parts), log, exitCode, endedBecause });
		});
	});
}

function toClip(run: Run, { name, container, maxDuration }: FallbackOptions, command: string): AudioClip {
	if (run.endedBecause === "output") {
		throw new UndertoneError(
			"audio-too-long",
			`${name} holds more audio than may be decoded. Cut it into shorter pieces.`,
		);
	}
	if (run.endedBecause === "timeout") {
		throw new UndertoneError(
			"audio-damaged",
			`${name} cannot be decoded: ${command} took too long. Convert it to WAV or FLAC.`,
		);
	}
	const found = /^Input #0, ([^,\s]+).*$/m.exec(run.log);
	const audio = /Stream #0:\d+.*: Audio: (\w+)/.exec(run.log);
	if (run.output.length === 0) {
		const message =
			found !== null && audio === null
				? `${name} holds no sound. Give a file with an audio track.`
				: `${name} cannot be decoded, not by ffmpeg either. Convert it to WAV or FLAC.`;
		throw new UndertoneError("audio-unknown-format", message, { cause: run.log });
	}
	const clip = decodeWav(run.output, name, maxDuration);
	if (clip === null) throw new UndertoneError("audio-damaged", `${name}: ${command} did not return samples.`);
	const failed =
		run.exitCode !== 0 ||
		/(Invalid data|moov atom not found|File ended prematurely|truncated)/i.test(run.log);
	const message = `${name} is damaged or cut short: ${clip.duration.toFixed(2)} s of it could be decoded.`;
	return {
		...clip,
		format: {
			container: container ?? found?.[1] ?? "unknown",
			codec: audio?.[1] ?? "unknown",
			bitsPerSample: null,
		},
		warnings: failed ? [{ code: "truncated", message }] : [],
	};
}
