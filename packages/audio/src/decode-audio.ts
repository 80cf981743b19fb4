import { UndertoneError } from "@undertone/core";
import type { AudioClip, AudioFallback } from "./audio-clip.ts";
import { sourceOf } from "./byte-source.ts";
import { collectClip } from "./collect-clip.ts";
import { openCompressed } from "./open-compressed.ts";
import { nameOf } from "./refuse.ts";
import { type SniffedFormat, skipId3, sniffFormat } from "./sniff-format.ts";
import { decodeWav } from "./wav/decode-wav.ts";
import { notFinite, zeroWhatIsNoNumber } from "./zero-what-is-no-number.ts";

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
	const name = nameOf(fileName);
	if (bytes.length === 0) {
		throw new UndertoneError("file-empty", `${name} is empty (0 bytes). Export or record it again.`);
	}
	const sniffed = sniffFormat(bytes);
	if (sniffed.container === "wav") {
		const clip = decodeWav(bytes, name, maxDuration);
		if (clip !== null) return finite(clip, name);
	}
	const opened = await openCompressed(sourceOf(bytes), {
		container: sniffed.container,
		start: skipId3(bytes),
		name,
		maxDuration,
	});
	if (opened !== null) return collectClip(opened, bytes.length);
	if (
		fallback === undefined ||
		(sniffed.container === null && sniffed.description !== "unknown binary data")
	) {
		throw unknownFormat(name, sniffed, fallback);
	}
	const decoded = await fallback.decode(bytes, { name, container: sniffed.container, maxDuration });
	return finite(decoded, name);
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
	let wrong = 0;
	let all = 0;
	for (const channel of clip.channels) {
		all += channel.length;
		wrong += zeroWhatIsNoNumber(channel);
	}
	return { ...clip, warnings: [...clip.warnings, ...notFinite(name, wrong, all)] };
}
