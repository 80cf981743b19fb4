/** A file whose bytes are read where they are wanted. */
export interface ByteSource {
	/** Bytes. */
	readonly size: number;
	/** Bytes `offset` … `offset + length`, fewer where the file ends. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file that is in memory already; what is read of it is no copy. */
export function sourceOf(bytes: Uint8Array): ByteSource {
	return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** The bytes `from` … `to` of a file in order, `length` at a time. */
export async function* chunksOf(
	source: ByteSource,
	{ from = 0, to = source.size, length = 1 << 18 },
): AsyncGenerator<Uint8Array> {
	for (let offset = from; offset < to; ) {
		const chunk = await source.read(offset, Math.min(length, to - offset));
		if (chunk.length === 0) return;
		offset += chunk.length;
		yield chunk;
	}
}
