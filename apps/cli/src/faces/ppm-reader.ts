import type { RgbaImage } from "@undertone/face";

/** Takes pictures out of a stream of binary PPM files, one after the other. */
export interface PpmReader {
	/** The pictures that are whole now. */
	push(part: Uint8Array): RgbaImage[];
}

/**
 * A reader of `P6` pictures of 8 bits a colour, as ffmpeg writes them (no comments).
 *
 * @throws {RangeError} from `push` if the bytes are none.
 * @see https://netpbm.sourceforge.net/doc/ppm.html
 */
export function createPpmReader(): PpmReader {
	let parts: Uint8Array[] = [];
	let size = 0;
	let wanted = 0;
	return {
		push: (part) => {
			parts.push(part);
			size += part.length;
			const images: RgbaImage[] = [];
			// Parts are joined only when a whole picture may be there.
			while (size > 0 && size >= wanted) {
				const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
				parts = [bytes];
				const header = readHeader(bytes);
				if (header === null) break;
				const { width, height, start } = header;
				wanted = start + 3 * width * height;
				if (size < wanted) break;
				images.push({ width, height, data: addAlpha(bytes.subarray(start, wanted)) });
				parts = [bytes.subarray(wanted)];
				size -= wanted;
				wanted = 0;
			}
			return images;
		},
	};
}

function readHeader(bytes: Uint8Array): { width: number; height: number; start: number } | null {
	const text = new TextDecoder("latin1").decode(bytes.subarray(0, 32));
	const header = /^P6\s(\d+)\s(\d+)\s(\d+)\s/.exec(text);
	if (header === null) {
		if (text.length < 32 && "P6".startsWith(text.slice(0, 2))) return null;
		throw new RangeError(`createPpmReader: a picture must begin with "P6", got "${text.slice(0, 8)}".`);
	}
	if (header[3] !== "255")
		throw new RangeError(`createPpmReader: colours must go up to 255, got ${header[3]}.`);
	return { width: Number(header[1]), height: Number(header[2]), start: header[0].length };
}

function addAlpha(rgb: Uint8Array): Uint8Array {
	const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
	for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
		rgba[to] = rgb[from] as number;
		rgba[to + 1] = rgb[from + 1] as number;
		rgba[to + 2] = rgb[from + 2] as number;
	}
	return rgba;
}
