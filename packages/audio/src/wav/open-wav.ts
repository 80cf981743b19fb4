import type { AudioPieces } from "../audio-pieces.ts";
import type { ByteSource } from "../byte-source.ts";
import { finitePieces } from "../finite-pieces.ts";
import { checkDuration } from "../refuse.ts";
import { codecOf, type SamplesAt, samplesOf } from "./decode-wav.ts";
import { readWavHeader } from "./read-wav-header.ts";

/** Chunks before the samples fit into this. */
const headBytes = 1 << 16;

/** Seconds of a piece. */
const pieceDuration = 10;

/**
 * Opens a WAV file; its pieces are of ten seconds.
 *
 * @returns null for what is no WAV file, or one whose header and length do not fit together or whose samples are
 *   compressed: `decodeAudio`, which sees the whole file, mends or refuses those in words.
 * @throws {UndertoneError} `audio-too-long`.
 */
export async function openWav(
	{ read, size }: ByteSource,
	{ name, maxDuration }: { readonly name: string; readonly maxDuration: number },
): Promise<AudioPieces | null> {
	const head = await read(0, Math.min(size, headBytes));
	if (!/^(RIFF|RIFX)$/.test(String.fromCharCode(...head.subarray(0, 4)))) return null;
	let header: ReturnType<typeof readWavHeader>;
	try {
		header = readWavHeader(head, "");
	} catch {
		return null;
	}
	const codec = codecOf(header);
	const { dataStart, blockAlign, sampleRate, bigEndian, validBits } = header;
	const announced = new DataView(head.buffer, head.byteOffset).getUint32(dataStart - 4, !bigEndian);
	// What follows the samples, if anything, must be a chunk: fewer bytes than the smallest one are padding.
	const rest = size - dataStart - announced;
	if (codec === null || rest < 0 || rest >= 8 || announced < blockAlign) return null;
	const length = Math.floor(announced / blockAlign);
	checkDuration(name, length / sampleRate, maxDuration);
	const at: SamplesAt = { ...header, dataStart: 0 };
	const most = pieceDuration * sampleRate;
	const opened: AudioPieces = {
		announced: length,
		sampleRate,
		format: { container: "wav", codec, bitsPerSample: validBits },
		pieces: async function* () {
			for (let from = 0; from < length; from += most) {
				const count = Math.min(most, length - from);
				const bytes = await read(dataStart + from * blockAlign, count * blockAlign);
				yield samplesOf(bytes, at, codec, count);
			}
			return [];
		},
	};
	return codec.startsWith("pcm_f") ? finitePieces(opened, name) : opened;
}
