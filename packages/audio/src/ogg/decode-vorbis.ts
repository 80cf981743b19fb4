import { UndertoneError } from "@undertone/core";
import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import type { DecodedStream } from "./decode-ogg.ts";
import type { OggStream } from "./read-ogg.ts";

/**
 * Decodes a Vorbis stream with libvorbis compiled to WebAssembly.
 *
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 * @see The Vorbis I specification, section 4.2.2 for the identification header
 */
export async function decodeVorbis(
	stream: OggStream,
	name: string,
	maxDuration: number,
): Promise<DecodedStream> {
	const head = stream.packets[0] as Uint8Array;
	if (head.length < 30) throw damaged(name, "its Vorbis header is cut off");
	const announcedRate = new DataView(head.buffer, head.byteOffset).getUint32(12, true);
	const channelCount = head[11] as number;
	if (channelCount === 0 || channelCount > 8 || announcedRate < 1000 || announcedRate > 1_000_000) {
		throw damaged(name, `its Vorbis header announces ${channelCount} channels at ${announcedRate} Hz`);
	}
	if (stream.lastPosition !== null) checkDuration(name, stream.lastPosition / announcedRate, maxDuration);
	if (stream.packets.length < 3) throw damaged(name, "it is cut off inside the Vorbis headers");
	if (stream.packets.length === 3) throw holdsNothing(name);

	const decoder = new OggVorbisDecoder();
	try {
		await decoder.ready;
		const { channelData, samplesDecoded, sampleRate } = await decoder.decodeFile(joinPages(stream.pages));
		if (samplesDecoded <= 0 || channelData.length === 0) {
			throw damaged(name, "its Vorbis packets decode to nothing");
		}
		checkDuration(name, samplesDecoded / sampleRate, maxDuration);
		const channels = channelData.map((channel) => channel.subarray(0, samplesDecoded));
		return { channels, sampleRate, duration: samplesDecoded / sampleRate, bitsPerSample: null, warnings: [] };
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		// The decoder and the parser inside it fail in many ways on a stream that is not one.
		throw damaged(name, "its Vorbis stream is not well formed", cause);
	} finally {
		decoder.free();
	}
}

function joinPages(pages: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(pages.reduce((sum, page) => sum + page.length, 0));
	let offset = 0;
	for (const page of pages) {
		out.set(page, offset);
		offset += page.length;
	}
	return out;
}
