const table8 = Uint8Array.from({ length: 256 }, (_, i) => {
	let value = i;
	for (let bit = 0; bit < 8; bit++) value = (value & 0x80) !== 0 ? (value << 1) ^ 0x07 : value << 1;
	return value;
});

const table16 = Uint16Array.from({ length: 256 }, (_, i) => {
	let value = i << 8;
	for (let bit = 0; bit < 8; bit++) value = (value & 0x8000) !== 0 ? (value << 1) ^ 0x8005 : value << 1;
	return value;
});

/** The checksum of a frame header: polynomial x⁸ + x² + x + 1, starting at 0. @see RFC 9639, section 9.1.8 */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
	let crc = 0;
	for (let i = start; i < end; i++) crc = table8[crc ^ (bytes[i] as number)] as number;
	return crc;
}

/** The checksum of a frame: polynomial x¹⁶ + x¹⁵ + x² + 1, starting at 0. @see RFC 9639, section 9.3 */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
	let crc = 0;
	for (let i = start; i < end; i++) {
		crc = ((crc << 8) & 0xffff) ^ (table16[(crc >> 8) ^ (bytes[i] as number)] as number);
	}
	return crc;
}
