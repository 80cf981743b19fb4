import { UndertoneError } from "@undertone/core";
import type { AudioClip, AudioFallback } from "./audio-clip.ts";
import { decodeFlac } from "./flac/decode-flac.ts";
import { damaged } from "./refuse.ts";
import { type SniffedFormat, skipId3, sniffFormat } from "./sniff-format.ts";
import { decodeWav } from "./wav/decode-wav.ts";

/** Options of {@link decodeAudio}. */
export interface DecodeOptions {
	/** What messages call the file; its ending means nothing. */
	readonly name?: string;
	/** Seconds; longer files are refused, before they are decoded where their header tells. */
	readonly maxDuration?: number;
	/** Decodes what is not decoded here. */
	readonly fallback?: AudioFallback;
}

/**
 * Decodes an audio file: WAV, FLAC, MP3, Ogg Vorbis, Ogg Opus and Ogg FLAC, in Node and in a page alike.
 *
 * The type is read from the content, never from the name. What is cut short or damaged is decoded as far as it
 * goes, and `warnings` says so; samples that are no numbers become 0, and `warnings` says how many.
 *
 * @param bytes - The whole file.
 * @throws {UndertoneError} `file-empty`; `audio-unknown-format`; `audio-damaged` if nothing can be decoded;
 * `audio-empty` if there is no sample; `audio-too-long`.
 *
 * @example
 * (await decodeAudio(encodeWav(new Float32Array(8000), 16000))).duration // => 0.5
 */
export async function decodeAudio(
	bytes: Uint8Array,
	{ name: fileName, maxDuration = Number.POSITIVE_INFINITY, fallback }: DecodeOptions = {},
): Promise<AudioClip> {
	const name = fileName === undefined ? "The file" : `"${fileName}"`;
	if (bytes.length === 0) {
		throw new UndertoneError("file-empty", `${name} is empty (0 bytes). Export or record it again.`);
	}
	const sniffed = sniffFormat(bytes);
	const clip = await decodeHere(bytes, sniffed, name, maxDuration);
	if (clip !== null) return finite(clip, name);
	if (
		fallback === undefined ||
		(sniffed.container === null && sniffed.description !== "unknown binary data")
	) {
		throw unknownFormat(name, sniffed, fallback);
	}
	const decoded = await fallback.decode(bytes, { name, container: sniffed.container, maxDuration });
	return finite(decoded, name);
}

async function decodeHere(
	bytes: Uint8Array,
	{ container }: SniffedFormat,
	name: string,
	maxDuration: number,
): Promise<AudioClip | null> {
	if (container === "wav") return decodeWav(bytes, name, maxDuration);
	if (container === "flac") return decodeFlac(bytes, skipId3(bytes), name, maxDuration);
	// The WebAssembly decoders are loaded when a file needs them: a page that never sees an MP3 file never fetches one.
	if (container === "mp3") {
		const { decodeMp3 } = await import("./mp3/decode-mp3.ts");
		return decodeMp3(bytes, skipId3(bytes), name, maxDuration);
	}
	if (container === "ogg") {
		const { decodeOgg } = await import("./ogg/decode-ogg.ts");
		return decodeOgg(bytes, name, maxDuration);
	}
	return null;
}

function unknownFormat(
	name: string,
	{ container, description }: SniffedFormat,
	fallback: AudioFallback | undefined,
): UndertoneError {
	const readable = "WAV, FLAC, MP3, Ogg Vorbis or Opus";
	const message =
		container === null
			? `${name} is not audio: it holds ${description}. Give a ${readable} file.`
			: fallback === undefined
				? `${name} is ${description} whose codec is not decoded here. Convert it to ${readable}, or decode with ffmpeg or a browser.`
				: `${name} is ${description} that ${fallback.name} cannot decode. Convert it to ${readable}.`;
	return new UndertoneError("audio-unknown-format", message);
}

/** Samples that are NaN or infinite become 0, and are counted; a clip without a single number is refused. */
function finite(clip: AudioClip, name: string): AudioClip {
	if (!clip.format.codec.startsWith("pcm_f") && clip.format.container === "wav") return clip;
	if (clip.format.container === "flac") return clip;
	let wrong = 0;
	let all = 0;
	for (const channel of clip.channels) {
		all += channel.length;
		for (let i = 0; i < channel.length; i++) {
			if (Number.isFinite(channel[i])) continue;
			channel[i] = 0;
			wrong++;
		}
	}
	if (wrong === 0) return clip;
	if (wrong === all) throw damaged(name, "none of its samples is a number");
	const message = `${wrong} of ${all} samples of ${name} are not numbers (NaN or infinite): they were set to 0.`;
	return { ...clip, warnings: [...clip.warnings, { code: "not-finite", message }] };
}
