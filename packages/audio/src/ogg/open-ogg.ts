import type { AudioWarning } from "../audio-clip.ts";
import type { AudioPieces } from "../audio-pieces.ts";
import type { ByteSource } from "../byte-source.ts";
import { damaged } from "../refuse.ts";
import { openOggFlac } from "./open-ogg-flac.ts";
import { type OggPage, type OggStream, readOgg } from "./read-ogg.ts";

/** One stream of a file, to be read as often as wanted. */
export interface OggInput {
	/** All that is known of it. */
	readonly stream: OggStream & { readonly firstPacket: Uint8Array };
	/** Its pages in order, from the first. */
	pages(): AsyncIterable<OggPage>;
}

/** What the three decoders return; the container's own troubles are added here. */
export type OggPieces = Omit<AudioPieces, "format"> & { readonly bitsPerSample: number | null };

interface Codec {
	readonly codec: string;
	/** The bytes that a stream of this codec begins with. */
	readonly signature: string;
	headerPackets(first: Uint8Array): number;
	open(input: OggInput, name: string, maxDuration: number): Promise<OggPieces>;
}

const codecs: readonly Codec[] = [
	{
		codec: "opus",
		signature: "OpusHead",
		headerPackets: () => 2,
		open: async (...file) => (await import("./open-opus.ts")).openOpus(...file),
	},
	{
		codec: "vorbis",
		signature: "\x01vorbis",
		headerPackets: () => 3,
		open: async (...file) => (await import("./open-vorbis.ts")).openVorbis(...file),
	},
	{
		codec: "flac",
		signature: "\x7fFLAC",
		headerPackets: (first) => 1 + (((first[7] ?? 0) << 8) | (first[8] ?? 0)),
		open: openOggFlac,
	},
];

/**
 * Opens the first Opus, Vorbis or FLAC stream of an Ogg file.
 *
 * @returns null if it holds another codec (Speex, Theora).
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`, and so do its pieces.
 */
export async function openOgg(
	source: ByteSource,
	name: string,
	maxDuration: number,
): Promise<AudioPieces | null> {
	const read = (): ReturnType<typeof readOgg> =>
		readOgg(source, (first) => codecOf(first)?.headerPackets(first) ?? 1);
	const { streams, chained } = await lastOf(read());
	if (streams.length === 0) throw damaged(name, "it holds no whole Ogg page");
	for (const stream of streams) {
		const { firstPacket, serial } = stream;
		const found = firstPacket === null ? undefined : codecOf(firstPacket);
		if (firstPacket === null || found === undefined) continue;
		const input: OggInput = {
			stream: { ...stream, firstPacket },
			pages: async function* () {
				for await (const page of read()) if (page.stream.serial === serial) yield page;
			},
		};
		const { bitsPerSample, pieces, ...about } = await found.open(input, name, maxDuration);
		const warnings = containerWarnings(stream, chained, name);
		return {
			...about,
			format: { container: "ogg", codec: found.codec, bitsPerSample },
			pieces: async function* () {
				return [...warnings, ...(yield* pieces())];
			},
		};
	}
	return null;
}

/** Runs a generator to its end, for what it returns there. */
async function lastOf<T>(generator: AsyncGenerator<unknown, T>): Promise<T> {
	for (;;) {
		const { done, value } = await generator.next();
		if (done === true) return value;
	}
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
