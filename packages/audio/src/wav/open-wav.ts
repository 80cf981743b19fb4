import type { AudioClip, AudioFormat } from "../audio-clip.ts";
import { codecOf, type SamplesAt, samplesOf } from "./decode-wav.ts";
import { readWavHeader } from "./read-wav-header.ts";

/** A WAV file whose samples are read when they are wanted. */
export interface WavPieces extends Omit<AudioClip, "channels" | "warnings"> {
	/** Samples of one channel. */
	readonly length: number;
	/**
	 * Samples `from` … `from + count` of every channel, those that are no numbers as 0.
	 *
	 * @returns A list of channels, each of shape `[count]`, or fewer at the end.
	 */
	read(from: number, count: number): Promise<Float32Array[]>;
}

/** Chunks before the samples fit into this. */
const headBytes = 1 << 16;

/**
 * Opens a WAV file that is too long to be held.
 *
 * @param read - Gives bytes of the file.
 * @param size - Of the file, bytes.
 * @returns null for what is no WAV file, or one whose header and length do not fit together or whose samples are
 *   compressed: `decodeAudio`, which sees the whole file, mends or refuses those in words.
 */
export async function openWav(
	read: (offset: number, length: number) => Promise<Uint8Array>,
	size: number,
): Promise<WavPieces | null> {
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
	const at: SamplesAt = { ...header, dataStart: 0 };
	return {
		length,
		sampleRate,
		duration: length / sampleRate,
		format: { container: "wav", codec, bitsPerSample: validBits } satisfies AudioFormat,
		read: async (from, count) => {
			const some = Math.max(0, Math.min(count, length - from));
			const bytes = await read(dataStart + from * blockAlign, some * blockAlign);
			const channels = samplesOf(bytes, at, codec, some);
			if (codec.startsWith("pcm_f")) for (const channel of channels) zeroWhatIsNoNumber(channel);
			return channels;
		},
	};
}

function zeroWhatIsNoNumber(samples: Float32Array): void {
	for (let i = 0; i < samples.length; i++) if (!Number.isFinite(samples[i])) samples[i] = 0;
}
