const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * Numbers as IEEE 754 half-precision bits, to the nearest, ties to even; what is too large becomes infinite.
 *
 * @example
 * float16Bits(Float32Array.of(1, -2))[0] // => 0x3c00
 */
export function float16Bits(values: Float32Array): Uint16Array {
	return Uint16Array.from(values, (value) => {
		single[0] = value;
		const whole = bits[0] as number;
		const sign = (whole >>> 16) & 0x8000;
		const size = Math.abs(value);
		if (Number.isNaN(value)) return 0x7e00;
		if (size >= 65520) return sign | 0x7c00;
		// Below 2⁻¹⁴ the steps are 2⁻²⁴ wide; above, ten bits follow the first, and rounding may carry into the exponent.
		if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
		const exponent = ((whole >>> 23) & 0xff) - 112;
		return sign | ((exponent << 10) + roundToEven((whole & 0x7fffff) / 8192));
	});
}

/**
 * Numbers as half precision holds them.
 *
 * @example
 * roundToFloat16(Float32Array.of(1 / 3))[0] // => 0.333251953125
 */
export function roundToFloat16(values: Float32Array): Float32Array {
	return float16Values(float16Bits(values));
}

/** The numbers that half-precision bits stand for, the other way of {@link float16Bits}. */
export function float16Values(halves: Uint16Array): Float32Array {
	return Float32Array.from(halves, (half) => {
		const sign = half & 0x8000 ? -1 : 1;
		const exponent = (half >> 10) & 0x1f;
		const fraction = half & 0x3ff;
		if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
		return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
	});
}

function roundToEven(x: number): number {
	const floor = Math.floor(x);
	const rest = x - floor;
	return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
