import type { GreyImage } from "../image.ts";

/** Sums over all rectangles from the origin, so that any rectangle's sum takes four look-ups. */
export interface IntegralImage {
	/** `width + 1` of the picture: the first row and column are 0. */
	readonly stride: number;
	/** Sum of the pixels above and to the left, shape `[height + 1, width + 1]`. */
	readonly sum: Float64Array;
	/** The same of the squared pixels. */
	readonly squares: Float64Array;
}

/**
 * Integral image and integral of squares.
 *
 * @see Viola & Jones (2001), doi:10.1109/CVPR.2001.990517, equation 1
 */
export function integralImage(image: GreyImage): IntegralImage {
	const { width, height, data } = image;
	const stride = width + 1;
	const sum = new Float64Array(stride * (height + 1));
	const squares = new Float64Array(stride * (height + 1));
	for (let y = 0; y < height; y++) {
		let rowSum = 0;
		let rowSquares = 0;
		for (let x = 0; x < width; x++) {
			const value = data[y * width + x] as number;
			rowSum += value;
			rowSquares += value * value;
			const at = (y + 1) * stride + x + 1;
			sum[at] = (sum[at - stride] as number) + rowSum;
			squares[at] = (squares[at - stride] as number) + rowSquares;
		}
	}
	return { stride, sum, squares };
}

/** Sum of a table of {@link IntegralImage} over a rectangle. */
export function rectangleSum(
	table: Float64Array,
	stride: number,
	x: number,
	y: number,
	width: number,
	height: number,
): number {
	const top = y * stride + x;
	const bottom = top + height * stride;
	return (
		(table[bottom + width] as number) -
		(table[bottom] as number) -
		(table[top + width] as number) +
		(table[top] as number)
	);
}
