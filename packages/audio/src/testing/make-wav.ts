/** What {@link makeWav} writes; everything may be wrong on purpose. */
export interface WavParts {
	readonly tag?: number;
	readonly channels?: number;
	readonly sampleRate?: number;
	readonly bits?: number;
	/** The bytes of the samples. */
	readonly data: Uint8Array;
	/** What the data chunk announces, where it is not the truth. */
	readonly announced?: number;
	/** Chunks between the format and the samples: name and body. */
	readonly chunksBefore?: readonly (readonly [string, Uint8Array])[];
	readonly chunksAfter?: readonly (readonly [string, Uint8Array])[];
	/** Write WAVE_FORMAT_EXTENSIBLE with this many valid bits. */
	readonly validBits?: number;
	/** Leave out the padding byte of odd chunks, as some writers do. */
	readonly unpadded?: boolean;
	/** "RIFF" (little-endian, default), "RIFX" (big-endian), "RF64". */
	readonly form?: "RIFF" | "RIFX" | "RF64";
}

/** A WAV file put together by hand for tests, byte by byte after the specification, right or wrong. */
export function makeWav({
	tag = 1,
	channels = 1,
	sampleRate = 16_000,
	bits = 16,
	data,
	announced = data.length,
	chunksBefore = [],
	chunksAfter = [],
	validBits,
	unpadded = false,
	form = "RIFF",
}: WavParts): Uint8Array {
	const little = form !== "RIFX";
	const number = (value: number, width: 2 | 4): Uint8Array => {
		const bytes = new Uint8Array(width);
		const view = new DataView(bytes.buffer);
		if (width === 2) view.setUint16(0, value, little);
		else view.setUint32(0, value >>> 0, little);
		return bytes;
	};
	const text = (value: string): Uint8Array => Uint8Array.from(value, (c) => c.charCodeAt(0));
	const chunk = (id: string, body: Uint8Array, size = body.length): Uint8Array[] => [
		text(id),
		number(size, 4),
		body,
		...(body.length % 2 === 1 && !unpadded ? [new Uint8Array(1)] : []),
	];
	const align = (channels * bits) / 8;
	const guid = Uint8Array.of(0, 0, 0, 0, 16, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71);
	const extension =
		validBits === undefined ? [] : [number(22, 2), number(validBits, 2), number(0, 4), number(tag, 2), guid];
	const format = concatenate([
		number(validBits === undefined ? tag : 0xfffe, 2),
		number(channels, 2),
		number(sampleRate, 4),
		number(sampleRate * align, 4),
		number(align, 2),
		number(bits, 2),
		...extension,
	]);
	const size64 = (value: number): Uint8Array[] => [
		number(value % 2 ** 32, 4),
		number(Math.floor(value / 2 ** 32), 4),
	];
	const ds64 = concatenate([...size64(0), ...size64(data.length), ...size64(0), number(0, 4)]);
	const body = [
		text("WAVE"),
		...(form === "RF64" ? chunk("ds64", ds64) : []),
		...chunk("fmt ", format),
		...chunksBefore.flatMap(([id, content]) => chunk(id, content)),
		...chunk("data", data, form === "RF64" ? 0xffffffff : announced),
		...chunksAfter.flatMap(([id, content]) => chunk(id, content)),
	];
	const length = body.reduce((sum, part) => sum + part.length, 0);
	return concatenate([text(form), number(length, 4), ...body]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		out.set(part, offset);
		offset += part.length;
	}
	return out;
}
