import { UndertoneError } from "@undertone/core";
import type { AudioWarning } from "../audio-clip.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import type { DecodedStream } from "./decode-ogg.ts";
import { decodeOpusPackets, opusSampleRate as sampleRate } from "./decode-opus-packets.ts";
import { opusPacketSamples } from "./opus-packet-samples.ts";
import type { OggStream } from "./read-ogg.ts";

/**
 * Decodes the packets of an Opus stream with libopus compiled to WebAssembly, at 48 kHz.
 *
 * The pre-skip is removed, the end is trimmed to the stated position, the output gain of the header applied;
 * packets that are no Opus packets are left out.
 *
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 * @see RFC 6716 and RFC 7845
 */
export async function decodeOpus(
	stream: OggStream,
	name: string,
	maxDuration: number,
): Promise<DecodedStream> {
	const head = readHead(stream.packets[0] as Uint8Array, name);
	const packets = stream.packets.slice(2);
	const lengths = packets.map((packet) => opusPacketSamples(packet, head.streamCount));
	const valid = packets.filter((_, i) => (lengths[i] ?? 0) > 0);
	const total = lengths.reduce((sum, n) => sum + n, 0);
	checkDuration(name, Math.max(0, total - head.preSkip) / sampleRate, maxDuration);
	if (packets.length === 0) throw holdsNothing(name);
	if (valid.length === 0) throw damaged(name, "none of its Opus packets is valid");

	try {
		const decoded = await decodeOpusPackets(valid, {
			channels: head.channels,
			streamCount: head.streamCount,
			coupledStreamCount: head.coupledCount,
			channelMappingTable: head.mapping,
			preSkip: head.preSkip,
		});
		const keep = Math.min(decoded.samplesDecoded, statedLength(stream, lengths, head.preSkip));
		if (keep <= 0) throw holdsNothing(name);
		const scale = 10 ** (head.gainDb / 20);
		const channels = decoded.channelData.map((channel) => {
			const kept = channel.length === keep ? channel : channel.slice(0, keep);
			if (scale !== 1) for (let i = 0; i < keep; i++) kept[i] = (kept[i] as number) * scale;
			return kept;
		});
		const warnings: AudioWarning[] = [];
		if (valid.length < packets.length) {
			const message = `${name} is damaged: ${packets.length - valid.length} of ${packets.length} Opus packets were left out.`;
			warnings.push({ code: "damaged", message });
		}
		return { channels, sampleRate, duration: keep / sampleRate, bitsPerSample: null, warnings };
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		throw damaged(name, "its Opus stream is not well formed", cause);
	}
}

/** Samples that the positions on the pages say the stream has; Infinity when its end is missing. */
function statedLength(stream: OggStream, lengths: readonly number[], preSkip: number): number {
	if (!stream.ended || stream.lastPosition === null || stream.firstAudioPage === null) return Infinity;
	const { packetEnd, position } = stream.firstAudioPage;
	const inFirstPage = lengths.slice(0, packetEnd - 2).reduce((sum, n) => sum + n, 0);
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
