/**
 * Writes samples as a WAV file.
 *
 * @param samples - One channel, or one array per channel, in [-1, 1], shape `[n]` each. What lies outside is
 * clipped to the largest value, except in 32-bit float, which keeps it.
 * @param sampleRate - Hz.
 * @param options - `bits`: 16 (default) or 24 for integers, 32 for float.
 * @throws {RangeError} If there is no channel, the channels differ in length, or `bits` is another number.
 *
 * @example
 * encodeWav(new Float32Array(16000), 16000).length // => 32044
 */
export function encodeWav(
	samples: Float32Array | readonly Float32Array[],
	sampleRate: number,
	{ bits = 16 }: { readonly bits?: 16 | 24 | 32 } = {},
): Uint8Array<ArrayBuffer> {
	const channels = samples instanceof Float32Array ? [samples] : samples;
	const length = channels[0]?.length ?? 0;
	if (channels.length === 0 || channels.some((channel) => channel.length !== length)) {
		const lengths = channels.map((channel) => channel.length).join(", ");
		throw new RangeError(`encodeWav: needs channels of one length, got lengths [${lengths}].`);
	}
	if (bits !== 16 && bits !== 24 && bits !== 32) {
		throw new RangeError(`encodeWav: bits must be 16, 24 or 32, got ${bits}.`);
	}
	const width = bits / 8;
	const blockAlign = width * channels.length;
	const dataSize = length * blockAlign;
	const bytes = new Uint8Array(44 + dataSize + (dataSize % 2));
	const view = new DataView(bytes.buffer);
	const text = (offset: number, value: string): void => {
		for (let i = 0; i < value.length; i++) bytes[offset + i] = value.charCodeAt(i);
	};
	text(0, "RIFF");
	view.setUint32(4, bytes.length - 8, true);
	text(8, "WAVEfmt ");
	view.setUint32(16, 16, true);
	view.setUint16(20, bits === 32 ? 3 : 1, true);
	view.setUint16(22, channels.length, true);
	view.setUint32(24, sampleRate, true);
	view.setUint32(28, sampleRate * blockAlign, true);
	view.setUint16(32, blockAlign, true);
	view.setUint16(34, bits, true);
	text(36, "data");
	view.setUint32(40, dataSize, true);
	for (const [c, channel] of channels.entries()) {
		let offset = 44 + c * width;
		for (let i = 0; i < length; i++, offset += blockAlign) {
			const x = channel[i] as number;
			if (bits === 32) view.setFloat32(offset, x, true);
			else if (bits === 16) view.setInt16(offset, integer(x, 32768), true);
			else {
				const value = integer(x, 8388608);
				view.setInt16(offset, value & 0xffff, true);
				view.setInt8(offset + 2, value >> 16);
			}
		}
	}
	return bytes;
}

function integer(x: number, scale: number): number {
	return Math.max(-scale, Math.min(scale - 1, Math.round(x * scale)));
}
