/** The pole of the recursive filter that turns samples into coefficients of cubic B-splines. */
const pole = Math.sqrt(3) - 2;
/** Samples after which the pole's powers are below single precision. */
const reach = 14;

/**
 * Coefficients of the cubic spline that goes through every pixel of a square picture, mirrored about its edge pixels.
 * Seen between pixels it stays sharp, where straight lines between them blur.
 *
 * @param picture - Row by row; changed in place.
 * @see Unser, Aldroubi & Eden (1993), doi:10.1109/78.193220
 */
export function splineCoefficients(picture: Float32Array, side: number): void {
	for (let line = 0; line < side; line++) {
		filterLine(picture, line * side, 1, side);
	}
	for (let line = 0; line < side; line++) {
		filterLine(picture, line, side, side);
	}
}

function filterLine(values: Float32Array, start: number, step: number, length: number): void {
	const at = (i: number): number => values[start + i * step] as number;
	let sum = at(0);
	let power = pole;
	for (let i = 1; i < Math.min(reach, length); i++) {
		sum += power * at(i);
		power *= pole;
	}
	let causal = sum;
	values[start] = causal;
	for (let i = 1; i < length; i++) {
		causal = at(i) + pole * causal;
		values[start + i * step] = causal;
	}
	let anticausal = (pole / (pole * pole - 1)) * (at(length - 1) + pole * at(length - 2));
	values[start + (length - 1) * step] = 6 * anticausal;
	for (let i = length - 2; i >= 0; i--) {
		anticausal = pole * (anticausal - at(i));
		values[start + i * step] = 6 * anticausal;
	}
}

/**
 * The spline's value at a place.
 *
 * @param coefficients - As {@link splineCoefficients} leaves them.
 * @param x - Pixels from the left, between 0 and `side − 1`.
 * @param y - Pixels from the top, likewise.
 */
export function splineValue(coefficients: Float32Array, side: number, x: number, y: number): number {
	// Every weight has a name: an array of them a pixel would take three times as long.
	const left = Math.floor(x);
	const top = Math.floor(y);
	const fx = x - left;
	const fy = y - top;
	const last = side - 1;
	const a = left === 0 ? 1 : left - 1;
	const c = mirrored(left + 1, last);
	const d = mirrored(left + 2, last);
	const wa = (1 - fx) ** 3 / 6;
	const wb = 2 / 3 - fx * fx * (1 - fx / 2);
	const wd = fx ** 3 / 6;
	const wc = 1 - wa - wb - wd;
	// Over the columns of one row.
	const line = (row: number): number =>
		wa * (coefficients[row + a] as number) +
		wb * (coefficients[row + left] as number) +
		wc * (coefficients[row + c] as number) +
		wd * (coefficients[row + d] as number);
	const above = (1 - fy) ** 3 / 6;
	const here = 2 / 3 - fy * fy * (1 - fy / 2);
	const far = fy ** 3 / 6;
	return (
		above * line(side * (top === 0 ? 1 : top - 1)) +
		here * line(side * top) +
		(1 - above - here - far) * line(side * mirrored(top + 1, last)) +
		far * line(side * mirrored(top + 2, last))
	);
}

function mirrored(i: number, last: number): number {
	return i > last ? 2 * last - i : i;
}
