const side = 48;

/** How a grey picture, 48 × 48, looks before any model is asked. */
export interface PictureQuality {
	/** Mean grey, 0–255. */
	readonly brightness: number;
	/** Variance of the Laplacian over that of the greys: small in a blurred picture, whatever its contrast. */
	readonly sharpness: number;
}

/**
 * Measures a picture.
 *
 * @see Pech-Pacheco et al. (2000), doi:10.1109/ICPR.2000.903548, for the Laplacian's variance
 */
export function pictureQuality(pixels: Uint8Array): PictureQuality {
	const edges: number[] = [];
	const at = (x: number, y: number): number => pixels[y * side + x] as number;
	for (let y = 1; y < side - 1; y++) {
		for (let x = 1; x < side - 1; x++) {
			edges.push(at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y));
		}
	}
	return { brightness: mean(pixels), sharpness: variance(edges) / (variance(pixels) + 1) };
}

/** The least quality that all but one in fifty of some good pictures have. */
export function leastQuality(pictures: readonly Uint8Array[]): PictureQuality {
	const measured = pictures.map(pictureQuality);
	const low = (values: number[]): number =>
		values.sort((a, b) => a - b)[Math.floor(0.02 * values.length)] ?? 0;
	return {
		brightness: low(measured.map(({ brightness }) => brightness)),
		sharpness: low(measured.map(({ sharpness }) => sharpness)),
	};
}

function mean(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i] as number;
	return sum / values.length;
}

function variance(values: ArrayLike<number>): number {
	const middle = mean(values);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - middle) ** 2;
	return sum / values.length;
}
