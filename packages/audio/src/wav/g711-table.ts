/**
 * What each of the 256 codes of telephone audio stands for, in [-1, 1).
 *
 * @returns Shape `[256]`; 14-bit (µ-law) and 13-bit (A-law) values on the scale of 16-bit samples.
 * @see ITU-T Recommendation G.711 (1988), tables 1 and 2
 */
export function g711Table(law: "alaw" | "mulaw"): Float32Array {
	const expand = law === "alaw" ? expandALaw : expandMuLaw;
	return Float32Array.from({ length: 256 }, (_, code) => expand(code) / 32768);
}

function expandMuLaw(code: number): number {
	const inverted = ~code & 0xff;
	const exponent = (inverted >> 4) & 7;
	const magnitude = ((((inverted & 15) << 3) + 0x84) << exponent) - 0x84;
	return (inverted & 0x80) !== 0 ? -magnitude : magnitude;
}

function expandALaw(code: number): number {
	const toggled = code ^ 0x55;
	const exponent = (toggled >> 4) & 7;
	const mantissa = ((toggled & 15) << 4) + 8;
	const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
	return (toggled & 0x80) !== 0 ? magnitude : -magnitude;
}
