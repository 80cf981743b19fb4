/** One logical stream of an Ogg file, its packets put together again. */
export interface OggStream {
	readonly serial: number;
	readonly packets: readonly Uint8Array[];
	/** How many packets end on the first page that ends any audio packet, and the position stated there. */
	readonly firstAudioPage: { readonly packetEnd: number; readonly position: number } | null;
	/** The last stated position in samples (the codec says of which rate), or null when none is stated. */
	readonly lastPosition: number | null;
	/** Whether the page that ends the stream was there. */
	readonly ended: boolean;
	/** Pages missing or with a wrong checksum. */
	readonly damagedPages: number;
	/** The pages of this stream as they lie in the file. */
	readonly pages: readonly Uint8Array[];
}

/**
 * Takes an Ogg file apart, up to the end of its first group of streams.
 *
 * @param headerPackets - How many packets of a stream are headers, by its first packet.
 * @returns The streams in the order in which they begin, and whether another group follows (a chained file).
 * @see RFC 3533
 */
export function readOgg(
	bytes: Uint8Array,
	headerPackets: (first: Uint8Array) => number,
): { readonly streams: readonly OggStream[]; readonly chained: boolean } {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const streams = new Map<number, Draft>();
	let open = 0;
	let audioBegun = false;
	let lost = 0;
	let offset = 0;
	while (offset + 27 <= bytes.length) {
		const page = readPage(bytes, view, offset) ?? readCutPage(bytes, view, offset, streams);
		if (page === null) {
			const next = findPage(bytes, offset + 1);
			if (next === null) break;
			offset = next;
			lost++;
			continue;
		}
		offset += page.bytes.length;
		if (page.first && !streams.has(page.serial)) {
			if (audioBegun && open <= 0) return { streams: [...streams.values()].map(finish), chained: true };
			streams.set(page.serial, createDraft(page.serial));
			open++;
		}
		const stream = streams.get(page.serial);
		if (stream === undefined) continue;
		stream.damagedPages += lost;
		lost = 0;
		addPage(stream, page, headerPackets);
		if (!page.first) audioBegun = true;
		if (page.last) open--;
	}
	return { streams: [...streams.values()].map(finish), chained: false };
}

type Draft = { -readonly [K in keyof OggStream]: OggStream[K] } & {
	packets: Uint8Array[];
	pages: Uint8Array[];
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
	/** Stands in for `bytes` where those are cut off. */
	readonly rebuilt?: Uint8Array;
}

function createDraft(serial: number): Draft {
	return {
		serial,
		packets: [],
		firstAudioPage: null,
		lastPosition: null,
		ended: false,
		damagedPages: 0,
		pages: [],
		partial: [],
		sequence: null,
	};
}

function finish({ partial: _partial, sequence: _sequence, ...stream }: Draft): OggStream {
	return stream;
}

/** null if there is no whole page with a right checksum here. */
function readPage(bytes: Uint8Array, view: DataView, offset: number): Page | null {
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
	};
}

/**
 * What is left of a last page that the file ends inside: the packets that are whole, as a page of its own, whose
 * checksum nobody can check. null if this is not such a page.
 */
function readCutPage(
	bytes: Uint8Array,
	view: DataView,
	offset: number,
	streams: ReadonlyMap<number, Draft>,
): Page | null {
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
	const page = readPage(rebuilt, header, 0);
	return page === null ? null : { ...page, bytes: bytes.subarray(offset), rebuilt };
}

function addPage(stream: Draft, page: Page, headerPackets: (first: Uint8Array) => number): void {
	stream.pages.push(page.rebuilt ?? page.bytes);
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
		if (!skip) stream.packets.push(join([...stream.partial, page.body.subarray(start, end)]));
		skip = false;
		stream.partial = [];
		start = end;
	}
	if (end > start && !skip) stream.partial.push(page.body.subarray(start, end));
	if (page.position !== null) {
		stream.lastPosition = page.position;
		const first = stream.packets[0];
		if (stream.firstAudioPage === null && first && stream.packets.length > headerPackets(first)) {
			stream.firstAudioPage = { packetEnd: stream.packets.length, position: page.position };
		}
	}
	if (page.last) stream.ended = true;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
	if (parts.length === 1) return parts[0] as Uint8Array;
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		out.set(part, offset);
		offset += part.length;
	}
	return out;
}

function findPage(bytes: Uint8Array, from: number): number | null {
	for (let i = from; i + 27 <= bytes.length; i++) {
		if (bytes[i] === 0x4f && bytes[i + 1] === 0x67 && bytes[i + 2] === 0x67 && bytes[i + 3] === 0x53)
			return i;
	}
	return null;
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
