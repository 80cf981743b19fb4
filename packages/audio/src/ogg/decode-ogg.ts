import type { AudioClip, AudioWarning } from "../audio-clip.ts";
import { damaged } from "../refuse.ts";
import { decodeOggFlac } from "./decode-ogg-flac.ts";
import { type OggStream, readOgg } from "./read-ogg.ts";

/** What the three decoders return; the container's own troubles are added here. */
export type DecodedStream = Omit<AudioClip, "warnings" | "format"> & {
	readonly bitsPerSample: number | null;
	readonly warnings: readonly AudioWarning[];
};

interface Codec {
	readonly codec: string;
	/** The bytes that a stream of this codec begins with. */
	readonly signature: string;
	headerPackets(first: Uint8Array): number;
	decode(stream: OggStream, name: string, maxDuration: number): DecodedStream | Promise<DecodedStream>;
}

const codecs: readonly Codec[] = [
	{
		codec: "opus",
		signature: "OpusHead",
		headerPackets: () => 2,
		decode: async (...file) => (await import("./decode-opus.ts")).decodeOpus(...file),
	},
	{
		codec: "vorbis",
		signature: "\x01vorbis",
		headerPackets: () => 3,
		decode: async (...file) => (await import("./decode-vorbis.ts")).decodeVorbis(...file),
	},
	{
		codec: "flac",
		signature: "\x7fFLAC",
		headerPackets: (first) => 1 + (((first[7] ?? 0) << 8) | (first[8] ?? 0)),
		decode: decodeOggFlac,
	},
];

/**
 * Decodes the first Opus, Vorbis or FLAC stream of an Ogg file.
 *
 * @returns null if it holds another codec (Speex, Theora).
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 */
export async function decodeOgg(
	bytes: Uint8Array,
	name: string,
	maxDuration: number,
): Promise<AudioClip | null> {
	const { streams, chained } = readOgg(bytes, (first) => codecOf(first)?.headerPackets(first) ?? 1);
	if (streams.length === 0) throw damaged(name, "it holds no whole Ogg page");
	for (const stream of streams) {
		const found = stream.packets[0] === undefined ? undefined : codecOf(stream.packets[0]);
		if (found === undefined) continue;
		const decoded = await found.decode(stream, name, maxDuration);
		const { bitsPerSample, ...clip } = decoded;
		return {
			...clip,
			format: { container: "ogg", codec: found.codec, bitsPerSample },
			warnings: [...containerWarnings(stream, chained, name), ...decoded.warnings],
		};
	}
	return null;
}

function codecOf(first: Uint8Array): Codec | undefined {
	const start = String.fromCharCode(...first.subarray(0, 8));
	return codecs.find(({ signature }) => start.startsWith(signature));
}

function containerWarnings(stream: OggStream, chained: boolean, name: string): AudioWarning[] {
	const warnings: AudioWarning[] = [];
	if (!stream.ended) {
		warnings.push({ code: "truncated", message: `${name} is cut short: its last Ogg page is missing.` });
	}
	if (stream.damagedPages > 0) {
		const message = `${name} is damaged: Ogg pages are missing or have a wrong checksum, and were left out.`;
		warnings.push({ code: "damaged", message });
	}
	if (chained) {
		const message = `${name} holds several recordings one behind the other: only the first was decoded.`;
		warnings.push({ code: "partial", message });
	}
	return warnings;
}
