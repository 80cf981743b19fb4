import { type ByteSource, chunksOf } from "../byte-source.ts";
import { type ByteWindow, createByteWindow, joinBytes } from "../byte-window.ts";

/** What is known of one logical stream of an Ogg file, from what has been read of it. */
export interface OggStream {
	readonly serial: number;
	readonly firstPacket: Uint8Array | null;
	/** Packets that have ended. */
	readonly packetCount: number;
	/** How many packets end on the first page that ends any audio packet, and the position stated there. */
	readonly firstAudioPage: { readonly packetEnd: number; readonly position: number } | null;
	/** The last stated position in samples (the codec says of which rate), or null when none is stated. */
	readonly lastPosition: number | null;
	/** Whether the page that ends the stream was there. */
	readonly ended: boolean;
	/** Pages missing or with a wrong checksum. */
	readonly damagedPages: number;
}

/** A page of a stream. */
export interface OggPage {
	/** It goes on changing with every page. */
	readonly stream: OggStream;
	/** As it lies in the file; rebuilt where the file ends inside it. */
	readonly bytes: Uint8Array;
	/** The packets that end on it, put together again. */
	readonly packets: readonly Uint8Array[];
}

/** The streams in the order in which they begin, and whether another group follows (a chained file). */
export interface OggSurvey {
	readonly streams: readonly OggStream[];
	readonly chained: boolean;
}

/**
 * Takes an Ogg file apart page by page, up to the end of its first group of streams.
 *
 * @param headerPackets - How many packets of a stream are headers, by its first packet.
 * @returns At the end, what is known of all of it.
 * @see RFC 3533
 */
export async function* readOgg(
	source: ByteSource,
	headerPackets: (first: Uint8Array) => number,
): AsyncGenerator<OggPage, OggSurvey> {
	const window = createByteWindow(chunksOf(source, {}));
	const streams = new Map<number, Draft>();
	let open = 0;
	let audioBegun = false;
	let lost = 0;
	for (let offset = 0; ; ) {
		await window.hold(offset, longestPage);
		const at = offset - window.start;
		if (at + 27 > window.bytes.length) break;
		const page = readPage(window.bytes, at) ?? readCutPage(window.bytes, at, streams);
		if (page === null) {
			const next = await findPage(window, offset + 1);
			if (next === null) break;
			offset = next;
			lost++;
			continue;
		}
		offset += page.length;
		if (page.first && !streams.has(page.serial)) {
			if (audioBegun && open <= 0) return { streams: [...streams.values()], chained: true };
			streams.set(page.serial, createDraft(page.serial));
			open++;
		}
		const stream = streams.get(page.serial);
		if (stream === undefined) continue;
		stream.damagedPages += lost;
		lost = 0;
		yield { stream, bytes: page.bytes, packets: addPage(stream, page, headerPackets) };
		if (!page.first) audioBegun = true;
		if (page.last) open--;
	}
	return { streams: [...streams.values()], chained: false };
}

/** Bytes of the longest page. */
const longestPage = 27 + 255 + 255 * 255;

type Draft = { -readonly [K in keyof OggStream]: OggStream[K] } & {
	partial: Uint8Array[];
	sequence: number | null;
};

interface Page {
	readonly bytes: Uint8Array;
	readonly serial: number;
	readonly sequence: number;
	readonly position: number | null;
	readonly continued: boolean;
	readonly first: boolean;
	readonly last: boolean;
	readonly lacing: Uint8Array;
	readonly body: Uint8Array;
	/** Bytes that it takes in the file. */
	readonly length: number;
}

function createDraft(serial: number): Draft {
	return {
		serial,
		firstPacket: null,
		packetCount: 0,
		firstAudioPage: null,
		lastPosition: null,
		ended: false,
		damagedPages: 0,
		partial: [],
		sequence: null,
	};
}

/** null if there is no whole page with a right checksum here. */
function readPage(bytes: Uint8Array, offset: number): Page | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (view.getUint32(offset) !== 0x4f676753 || bytes[offset + 4] !== 0) return null;
	const lacing = bytes.subarray(offset + 27, offset + 27 + (bytes[offset + 26] as number));
	let size = 27 + (bytes[offset + 26] as number);
	for (const value of lacing) size += value;
	if (offset + size > bytes.length) return null;
	const page = bytes.subarray(offset, offset + size);
	if (checksum(page) !== view.getUint32(offset + 22, true)) return null;
	const flags = bytes[offset + 5] as number;
	const position = view.getBigInt64(offset + 6, true);
	return {
		bytes: page,
		serial: view.getUint32(offset + 14, true),
		sequence: view.getUint32(offset + 18, true),
		position: position < 0n ? null : Number(position),
		continued: (flags & 1) !== 0,
		first: (flags & 2) !== 0,
		last: (flags & 4) !== 0,
		lacing,
		body: page.subarray(27 + lacing.length),
		length: size,
	};
}

/**
 * What is left of a last page that the file ends inside: the packets that are whole, as a page of its own, whose
 * checksum nobody can check. null if this is not such a page.
 */
function readCutPage(bytes: Uint8Array, offset: number, streams: ReadonlyMap<number, Draft>): Page | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (view.getUint32(offset) !== 0x4f676753 || bytes[offset + 4] !== 0) return null;
	const stream = streams.get(view.getUint32(offset + 14, true));
	if (stream === undefined || view.getUint32(offset + 18, true) !== (stream.sequence ?? 0) + 1) return null;
	const bodyStart = offset + 27 + (bytes[offset + 26] as number);
	const lacing = bytes.subarray(offset + 27, bodyStart);
	if (bodyStart + lacing.reduce((sum, value) => sum + value, 0) <= bytes.length) return null;
	let end = bodyStart;
	let count = 0;
	let size = 0;
	for (const [i, value] of lacing.entries()) {
		end += value;
		if (end > bytes.length) break;
		if (value < 255) {
			count = i + 1;
			size = end - bodyStart;
		}
	}
	const rebuilt = new Uint8Array(27 + count + size);
	rebuilt.set(bytes.subarray(offset, offset + 27));
	rebuilt.set(lacing.subarray(0, count), 27);
	rebuilt.set(bytes.subarray(bodyStart, bodyStart + size), 27 + count);
	const header = new DataView(rebuilt.buffer);
	// The position belongs to the end of the whole page, and so does the flag that nothing follows.
	header.setBigInt64(6, -1n, true);
	rebuilt[5] = (rebuilt[5] as number) & ~4;
	rebuilt[26] = count;
	header.setUint32(22, checksum(rebuilt), true);
	const page = readPage(rebuilt, 0);
	return page === null ? null : { ...page, length: bytes.length - offset };
}

/** Puts a page behind what has been read of its stream; the packets that end on it. */
function addPage(stream: Draft, page: Page, headerPackets: (first: Uint8Array) => number): Uint8Array[] {
	const packets: Uint8Array[] = [];
	const gap = stream.sequence !== null && page.sequence !== stream.sequence + 1;
	if (gap && stream.damagedPages === 0) stream.damagedPages++;
	stream.sequence = page.sequence;
	if (gap || !page.continued) stream.partial = [];
	// A packet whose beginning is lost cannot be used.
	let skip = page.continued && stream.partial.length === 0;
	let start = 0;
	let end = 0;
	for (const value of page.lacing) {
		end += value;
		if (value === 255) continue;
		if (!skip) packets.push(joinBytes([...stream.partial, page.body.subarray(start, end)]));
		skip = false;
		stream.partial = [];
		start = end;
	}
	if (end > start && !skip) stream.partial.push(page.body.subarray(start, end));
	stream.firstPacket ??= packets[0] ?? null;
	stream.packetCount += packets.length;
	if (page.position !== null) {
		stream.lastPosition = page.position;
		const { firstPacket, packetCount } = stream;
		if (stream.firstAudioPage === null && firstPacket && packetCount > headerPackets(firstPacket)) {
			stream.firstAudioPage = { packetEnd: packetCount, position: page.position };
		}
	}
	if (page.last) stream.ended = true;
	return packets;
}

/** Where a page may begin, in bytes of the file. */
async function findPage(window: ByteWindow, from: number): Promise<number | null> {
	for (let offset = from; ; ) {
		await window.hold(offset, longestPage);
		const { bytes, start, ended } = window;
		for (let i = offset - start; i + 27 <= bytes.length; i++) {
			if (bytes[i] === 0x4f && bytes[i + 1] === 0x67 && bytes[i + 2] === 0x67 && bytes[i + 3] === 0x53)
				return start + i;
		}
		if (ended) return null;
		offset = start + bytes.length - 26;
	}
}

/** CRC-32 with the polynomial 0x04c11db7, high bit first, of a page whose own checksum counts as zero. */
const table = Uint32Array.from({ length: 256 }, (_, i) => {
	let value = i << 24;
	for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
	return value >>> 0;
});

function checksum(page: Uint8Array): number {
	let crc = 0;
	for (let i = 0; i < page.length; i++) {
		const byte = i >= 22 && i < 26 ? 0 : (page[i] as number);
		crc = (crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] as number);
	}
	return crc >>> 0;
}
