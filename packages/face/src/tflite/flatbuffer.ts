/** Reads the tables of a FlatBuffer by field number. */
export interface FlatTable {
	/** Field `i` as a small number, or `fallback` where it is left out. */
	uint8(i: number, fallback?: number): number;
	int32(i: number, fallback?: number): number;
	uint32(i: number, fallback?: number): number;
	text(i: number): string;
	int32s(i: number): Int32Array;
	bytes(i: number): Uint8Array;
	table(i: number): FlatTable | undefined;
	tables(i: number): FlatTable[];
}

/**
 * The root table of a FlatBuffer.
 *
 * @throws {RangeError} While reading, if an offset points outside the bytes (a file cut short).
 * @see FlatBuffers, "Internals" (the published layout of tables, vectors and strings)
 */
export function readFlatbuffer(bytes: Uint8Array): FlatTable {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return tableAt(view, view.getUint32(0, true));
}

function tableAt(view: DataView, at: number): FlatTable {
	const vtable = at - view.getInt32(at, true);
	const size = view.getUint16(vtable, true);
	const field = (i: number): number => {
		const slot = 4 + 2 * i;
		const offset = slot < size ? view.getUint16(vtable + slot, true) : 0;
		return offset === 0 ? 0 : at + offset;
	};
	/** Where a vector's elements begin, and how many there are. */
	const vector = (i: number): { from: number; length: number } => {
		const place = field(i);
		if (place === 0) return { from: 0, length: 0 };
		const start = place + view.getUint32(place, true);
		return { from: start + 4, length: view.getUint32(start, true) };
	};
	const bytes = (i: number): Uint8Array => {
		const { from, length } = vector(i);
		return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + from, length);
	};
	return {
		uint8: (i, fallback = 0) => (field(i) === 0 ? fallback : view.getUint8(field(i))),
		int32: (i, fallback = 0) => (field(i) === 0 ? fallback : view.getInt32(field(i), true)),
		uint32: (i, fallback = 0) => (field(i) === 0 ? fallback : view.getUint32(field(i), true)),
		text: (i) => new TextDecoder().decode(bytes(i)),
		int32s: (i) => {
			const { from, length } = vector(i);
			return Int32Array.from({ length }, (_, k) => view.getInt32(from + 4 * k, true));
		},
		bytes,
		table: (i) => {
			const place = field(i);
			return place === 0 ? undefined : tableAt(view, place + view.getUint32(place, true));
		},
		tables: (i) => {
			const { from, length } = vector(i);
			return Array.from({ length }, (_, k) => {
				const place = from + 4 * k;
				return tableAt(view, place + view.getUint32(place, true));
			});
		},
	};
}
