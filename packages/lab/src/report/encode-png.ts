import { crc32, deflateSync } from "node:zlib";

/**
 * A PNG of 8-bit RGB pixels.
 *
 * @param rgb - Length `3 * width * height`, row by row from the top.
 * @throws {RangeError} If the length does not fit the size.
 * @see W3C, Portable Network Graphics, third edition
 */
export function encodePng(width: number, height: number, rgb: Uint8Array): Uint8Array {
	if (rgb.length !== 3 * width * height) {
		throw new RangeError(
			`encodePng: ${width} × ${height} pixels have ${3 * width * height} bytes, got ${rgb.length}.`,
		);
	}
	const rows = Buffer.alloc((3 * width + 1) * height);
	for (let y = 0; y < height; y++)
		rows.set(rgb.subarray(3 * width * y, 3 * width * (y + 1)), (3 * width + 1) * y + 1);
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
		chunk("IHDR", header),
		chunk("IDAT", deflateSync(rows)),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Uint8Array): Buffer {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}
