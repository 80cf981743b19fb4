import { UndertoneError } from "@undertone/core";
import type { AudioWarning } from "../audio-clip.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import { borrowOpusDecoder, opusSampleRate as sampleRate } from "./borrow-opus-decoder.ts";
import type { OggInput, OggPieces } from "./open-ogg.ts";
import { opusPacketSamples } from "./opus-packet-samples.ts";

/** Packets that are decoded at a time; 20 ms each in most files. */
const packetsPerPiece = 50;

/**
 * Opens an Opus stream; libopus compiled to WebAssembly decodes its packets, at 48 kHz.
 *
 * The pre-skip is removed, the end is trimmed to the stated position, the output gain of the header applied;
 * packets that are no Opus packets are left out.
 *
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`, and so do its pieces.
 * @see RFC 6716 and RFC 7845
 */
export async function openOpus(input: OggInput, name: string, maxDuration: number): Promise<OggPieces> {
	const head = readHead(input.stream.firstPacket, name);
	const { count, valid, samples, inFirstPage } = await countPackets(input, head);
	checkDuration(name, Math.max(0, samples - head.preSkip) / sampleRate, maxDuration);
	if (count === 0) throw holdsNothing(name);
	if (valid === 0) throw damaged(name, "none of its Opus packets is valid");
	const stated = statedLength(input, inFirstPage, head.preSkip);
	const warnings: AudioWarning[] = [];
	if (valid < count) {
		const message = `${name} is damaged: ${count - valid} of ${count} Opus packets were left out.`;
		warnings.push({ code: "damaged", message });
	}
	return {
		sampleRate,
		announced: Math.max(0, Math.min(samples - head.preSkip, stated)),
		bitsPerSample: null,
		pieces: async function* () {
			const scale = 10 ** (head.gainDb / 20);
			let length = 0;
			for await (const piece of decodePackets(input, head, name)) {
				const keep = Math.min(piece[0]?.length ?? 0, stated - length);
				if (keep <= 0) continue;
				length += keep;
				for (const channel of piece)
					if (scale !== 1) for (let i = 0; i < keep; i++) channel[i] = (channel[i] as number) * scale;
				yield piece.map((channel) => channel.subarray(0, keep));
			}
			if (length === 0) throw holdsNothing(name);
			return warnings;
		},
	};
}

/** The packets of sound that a stream holds, and how many samples they give by their headers. */
async function countPackets(
	input: OggInput,
	{ streamCount }: OpusHead,
): Promise<{ count: number; valid: number; samples: number; inFirstPage: number }> {
	const { firstAudioPage } = input.stream;
	const counts = { count: 0, valid: 0, samples: 0, inFirstPage: 0 };
	for await (const packet of soundOf(input)) {
		const samples = opusPacketSamples(packet, streamCount);
		if (firstAudioPage !== null && counts.count < firstAudioPage.packetEnd - 2) counts.inFirstPage += samples;
		counts.count++;
		if (samples > 0) counts.valid++;
		counts.samples += samples;
	}
	return counts;
}

async function* decodePackets(input: OggInput, head: OpusHead, name: string): AsyncGenerator<Float32Array[]> {
	try {
		const decoder = await borrowOpusDecoder({
			channels: head.channels,
			streamCount: head.streamCount,
			coupledStreamCount: head.coupledCount,
			channelMappingTable: head.mapping,
			preSkip: head.preSkip,
		});
		try {
			let packets: Uint8Array[] = [];
			for await (const packet of soundOf(input)) {
				if (opusPacketSamples(packet, head.streamCount) === 0) continue;
				packets.push(packet);
				if (packets.length < packetsPerPiece) continue;
				yield decoder.decode(packets).channelData;
				packets = [];
			}
			if (packets.length > 0) yield decoder.decode(packets).channelData;
		} finally {
			decoder.giveBack();
		}
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		throw damaged(name, "its Opus stream is not well formed", cause);
	}
}

/** The packets behind the two headers. */
async function* soundOf({ pages }: OggInput): AsyncGenerator<Uint8Array> {
	let count = 0;
	for await (const { packets } of pages()) for (const packet of packets) if (count++ >= 2) yield packet;
}

/** Samples that the positions on the pages say the stream has; Infinity when its end is missing. */
function statedLength({ stream }: OggInput, inFirstPage: number, preSkip: number): number {
	if (!stream.ended || stream.lastPosition === null || stream.firstAudioPage === null) return Infinity;
	const { position } = stream.firstAudioPage;
	// A stream that was cut out of a longer one does not begin at position 0.
	const origin = position > inFirstPage && stream.lastPosition !== position ? position - inFirstPage : 0;
	return stream.lastPosition - origin - preSkip;
}

interface OpusHead {
	readonly channels: number;
	readonly preSkip: number;
	readonly gainDb: number;
	readonly streamCount: number;
	readonly coupledCount: number;
	readonly mapping: number[];
}

/** The identification header. @see RFC 7845, section 5.1 */
function readHead(packet: Uint8Array, name: string): OpusHead {
	if (packet.length < 19) throw damaged(name, "its Opus header is cut off");
	const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
	const channels = packet[9] as number;
	const preSkip = view.getUint16(10, true);
	const gainDb = view.getInt16(16, true) / 256;
	const family = packet[18] as number;
	if ((packet[8] as number) >= 16) throw damaged(name, `its Opus header has version ${packet[8]}`);
	if (channels === 0 || channels > 8 || (family === 0 && channels > 2)) {
		throw damaged(name, `its Opus header announces ${channels} channels`);
	}
	if (family === 0) {
		const mapping = channels === 2 ? [0, 1] : [0];
		return { channels, preSkip, gainDb, streamCount: 1, coupledCount: channels - 1, mapping };
	}
	if (packet.length < 21 + channels) throw damaged(name, "its Opus header is cut off");
	const streamCount = packet[19] as number;
	const coupledCount = packet[20] as number;
	const mapping = [...packet.subarray(21, 21 + channels)];
	const wrong = mapping.some((index) => index !== 255 && index >= streamCount + coupledCount);
	if (streamCount === 0 || coupledCount > streamCount || wrong) {
		throw damaged(name, "the channel mapping of its Opus header is impossible");
	}
	return { channels, preSkip, gainDb, streamCount, coupledCount, mapping };
}
