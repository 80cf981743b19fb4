/** A picture in shades of grey, origin top-left, row-major. */
export interface GreyImage {
	readonly width: number;
	readonly height: number;
	/** Luminance 0–255, length `width * height`. */
	readonly data: Uint8Array | Uint8ClampedArray;
}

/** A picture in colour, as a canvas gives it (`ImageData` is one), origin top-left, row-major. */
export interface RgbaImage {
	readonly width: number;
	readonly height: number;
	/** Red, green, blue, opacity, each 0–255, length `4 * width * height`; opacity is ignored. */
	readonly data: Uint8Array | Uint8ClampedArray;
}

/** A place in a picture, pixels, origin top-left. */
export interface Point {
	readonly x: number;
	readonly y: number;
}

/** A rectangle in pixels, origin top-left. */
export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/**
 * Luminance of an RGBA picture by ITU-R BT.601, the weights OpenCV uses.
 *
 * @param rgba - Length `4 * width * height`; alpha is ignored.
 * @throws {RangeError} If the length does not fit the size.
 */
export function toGrey(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): GreyImage {
	if (rgba.length !== 4 * width * height) {
		throw new RangeError(
			`toGrey: an RGBA picture of ${width} × ${height} has ${4 * width * height} bytes, got ${rgba.length}.`,
		);
	}
	const data = new Uint8Array(width * height);
	for (let i = 0, p = 0; i < data.length; i++, p += 4) {
		data[i] =
			0.299 * (rgba[p] as number) + 0.587 * (rgba[p + 1] as number) + 0.114 * (rgba[p + 2] as number) + 0.5;
	}
	return { width, height, data };
}

/**
 * Checks a picture at a public door.
 *
 * @throws {RangeError} If it has no pixels, or its length does not fit its size.
 */
export function checkImage({ width, height, data }: RgbaImage, where: string): void {
	if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
		throw new RangeError(
			`${where}: a picture must have whole sides of at least 1 pixel, got ${width} × ${height}.`,
		);
	}
	if (data.length !== 4 * width * height) {
		throw new RangeError(
			`${where}: an RGBA picture of ${width} × ${height} must have ${4 * width * height} bytes, got ${data.length}.`,
		);
	}
}
