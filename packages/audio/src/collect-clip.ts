import type { AudioClip } from "./audio-clip.ts";
import type { AudioPieces } from "./audio-pieces.ts";

/** How many samples a byte is expected to hold at most, when memory is set aside before anything is decoded. */
const samplesPerByte = 4;

/**
 * Decodes all pieces into one clip.
 *
 * @param fileSize - Bytes; bounds what is set aside at once, for a header may announce anything.
 * @throws {UndertoneError} As {@link AudioPieces.pieces}.
 */
export async function collectClip(
	{ sampleRate, format, announced, pieces }: AudioPieces,
	fileSize: number,
): Promise<AudioClip> {
	let capacity = Math.min(announced ?? 0, samplesPerByte * fileSize);
	let length = 0;
	let channels: Float32Array[] = [];
	const source = pieces();
	let next = await source.next();
	for (; next.done !== true; next = await source.next()) {
		const piece = next.value;
		const end = length + (piece[0]?.length ?? 0);
		if (length === 0 || end > capacity) {
			capacity = Math.max(end, length === 0 ? capacity : Math.ceil(capacity * 1.5));
			channels = piece.map((_, c) => grown(channels[c]?.subarray(0, length), capacity));
		}
		for (const [c, samples] of piece.entries()) channels[c]?.set(samples, length);
		length = end;
	}
	return {
		channels: channels.map((channel) => (channel.length === length ? channel : channel.slice(0, length))),
		sampleRate,
		duration: length / sampleRate,
		format,
		warnings: next.value,
	};
}

function grown(samples: Float32Array | undefined, capacity: number): Float32Array {
	const out = new Float32Array(capacity);
	if (samples !== undefined) out.set(samples);
	return out;
}
