import { UndertoneError } from "@undertone/core";

/**
 * The files of a zip whose entries are stored without compression, as MediaPipe's `.task` files are.
 *
 * @returns Views into the bytes, by name.
 * @throws {UndertoneError} `model-damaged` if it is no zip, is cut short, or holds a compressed entry.
 * @see PKWARE's APPNOTE.TXT, sections 4.3.12 and 4.3.16
 */
export function unzipStored(bytes: Uint8Array): Map<string, Uint8Array> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const files = new Map<string, Uint8Array>();
	try {
		const end = findEnd(view);
		let at = view.getUint32(end + 16, true);
		for (let i = view.getUint16(end + 10, true); i > 0; i--) {
			if (view.getUint32(at, true) !== 0x02014b50) throw damaged("its list of files is broken");
			const nameLength = view.getUint16(at + 28, true);
			const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
			if (view.getUint16(at + 10, true) !== 0) throw damaged(`${name} is compressed`);
			const size = view.getUint32(at + 24, true);
			const local = view.getUint32(at + 42, true);
			// The name and the extra field may be longer before the file than in the list.
			const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
			if (from + size > bytes.length) throw damaged(`${name} is cut short`);
			files.set(name, bytes.subarray(from, from + size));
			at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		}
	} catch (cause) {
		if (cause instanceof RangeError) throw damaged("it is cut short", cause);
		throw cause;
	}
	return files;
}

/** The end record may be followed by a comment of up to 65,535 bytes. */
function findEnd(view: DataView): number {
	for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
		if (view.getUint32(at, true) === 0x06054b50) return at;
	}
	throw damaged("it has no list of files");
}

function damaged(what: string, cause?: unknown): UndertoneError {
	return new UndertoneError(
		"model-damaged",
		`unzipStored: the file must be a whole zip of stored files, but ${what}.`,
		{ cause },
	);
}
