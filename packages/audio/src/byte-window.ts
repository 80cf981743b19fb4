/** A part of a stream of bytes that moves forward through it. */
export interface ByteWindow {
	/** What is held now. */
	readonly bytes: Uint8Array;
	/** Where that stands in the stream, bytes. */
	readonly start: number;
	/** Whether nothing follows what is held. */
	readonly ended: boolean;
	/**
	 * Holds the bytes `offset` … `offset + count` at least, fewer where the stream ends before; what stands before
	 * `offset` may be let go.
	 *
	 * @param offset - In the stream, not before `start`.
	 */
	hold(offset: number, count: number): Promise<void>;
}

/**
 * A window over chunks of bytes, empty at first.
 *
 * @param start - Where the first chunk stands in the stream, bytes.
 */
export function createByteWindow(chunks: AsyncIterable<Uint8Array>, start = 0): ByteWindow {
	const source = chunks[Symbol.asyncIterator]();
	const none: Uint8Array = new Uint8Array(0);
	const window = {
		bytes: none,
		start,
		ended: false,
		hold: async (offset: number, count: number): Promise<void> => {
			if (window.ended || offset + count <= window.start + window.bytes.length) return;
			const parts = [window.bytes.subarray(offset - window.start)];
			let position = window.start + window.bytes.length;
			// Twice as much as asked for: small chunks would be joined anew for every step.
			while (position < offset + 2 * count) {
				const { value, done } = await source.next();
				if (done === true) {
					window.ended = true;
					break;
				}
				parts.push(value.subarray(Math.max(0, offset - position)));
				position += value.length;
			}
			window.bytes = joinBytes(parts);
			window.start = Math.min(offset, position);
		},
	};
	return window;
}

/** One array behind the other; a single one is returned as it is. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
	const [first, ...others] = parts.filter((part) => part.length > 0);
	if (first === undefined || others.length === 0) return first ?? new Uint8Array(0);
	const out = new Uint8Array(others.reduce((sum, part) => sum + part.length, first.length));
	out.set(first);
	let offset = first.length;
	for (const part of others) {
		out.set(part, offset);
		offset += part.length;
	}
	return out;
}
