import { UndertoneError } from "@undertone/core";
import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { joinBytes } from "../byte-window.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import type { OggInput, OggPieces } from "./open-ogg.ts";

/**
 * Opens a Vorbis stream; libvorbis compiled to WebAssembly decodes it page by page.
 *
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`, and so do its pieces.
 * @see The Vorbis I specification, section 4.2.2 for the identification header
 */
export async function openVorbis(input: OggInput, name: string, maxDuration: number): Promise<OggPieces> {
	const { firstPacket: head, lastPosition, packetCount } = input.stream;
	if (head.length < 30) throw damaged(name, "its Vorbis header is cut off");
	const sampleRate = new DataView(head.buffer, head.byteOffset).getUint32(12, true);
	const channelCount = head[11] as number;
	if (channelCount === 0 || channelCount > 8 || sampleRate < 1000 || sampleRate > 1_000_000) {
		throw damaged(name, `its Vorbis header announces ${channelCount} channels at ${sampleRate} Hz`);
	}
	if (lastPosition !== null) checkDuration(name, lastPosition / sampleRate, maxDuration);
	if (packetCount < 3) throw damaged(name, "it is cut off inside the Vorbis headers");
	if (packetCount === 3) throw holdsNothing(name);
	return {
		sampleRate,
		announced: lastPosition,
		bitsPerSample: null,
		pieces: async function* () {
			let length = 0;
			for await (const piece of decodePages(input, name)) {
				length += piece[0]?.length ?? 0;
				yield piece;
			}
			if (length === 0) throw damaged(name, "its Vorbis packets decode to nothing");
			checkDuration(name, length / sampleRate, maxDuration);
			return [];
		},
	};
}

/**
 * The decoder's parser holds a page back until more follows than the header of the next one. Its `flush` would give the
 * page, too, but also start another WebAssembly instance.
 */
const behindLast = new Uint8Array(28);

async function* decodePages(input: OggInput, name: string): AsyncGenerator<Float32Array[]> {
	const decoder = new OggVorbisDecoder();
	try {
		await decoder.ready;
		let pages: Uint8Array[] = [];
		let sound = false;
		for await (const { bytes, stream } of input.pages()) {
			pages.push(bytes);
			if (sound) {
				yield* pieceOf(await decoder.decode(joinBytes(pages)));
				pages = [];
			}
			// Without a packet of sound the decoder reads its number of channels from memory that nobody has set.
			sound = stream.packetCount > 3;
		}
		// Now comes the last page, which is trimmed to the stated position.
		yield* pieceOf(await decoder.decode(joinBytes([...pages, behindLast])));
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		// The decoder and the parser inside it fail in many ways on a stream that is not one.
		throw damaged(name, "its Vorbis stream is not well formed", cause);
	} finally {
		decoder.free();
	}
}

type Decoded = Awaited<ReturnType<OggVorbisDecoder["decode"]>>;

function* pieceOf({ channelData, samplesDecoded }: Decoded): Generator<Float32Array[]> {
	if (samplesDecoded > 0 && channelData.length > 0) {
		yield channelData.map((channel) => channel.subarray(0, samplesDecoded));
	}
}
