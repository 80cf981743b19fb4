import { UndertoneError } from "@undertone/core";
import { MPEGDecoder } from "mpg123-decoder";
import type { AudioWarning } from "../audio-clip.ts";
import type { AudioPieces } from "../audio-pieces.ts";
import { type ByteSource, chunksOf } from "../byte-source.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import { findMpegFrames, type MpegFrame, type MpegFrames } from "./mpeg-frames.ts";

/** Bytes that are decoded at a time. */
const pieceBytes = 1 << 16;

/**
 * Opens an MPEG audio stream (MP3, and its layers I and II); libmpg123 compiled to WebAssembly decodes it.
 *
 * Only whole frames reach the decoder, so what is cut off or damaged between frames is left out and said. The
 * encoder's delay and padding are removed where a LAME tag states them.
 *
 * @param start - Where the first frame may begin, in bytes: behind an ID3 tag.
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`, and so do its pieces.
 */
export async function openMp3(
	source: ByteSource,
	start: number,
	name: string,
	maxDuration: number,
): Promise<AudioPieces> {
	const found = await findMpegFrames(source, start);
	if (found === null || found.count === 0) {
		const where = start >= source.size ? "it is cut off inside its ID3 tag" : "it holds no whole MPEG frame";
		throw damaged(name, where);
	}
	const { first } = found;
	const info = await readInfoFrame(source, first);
	const audioFrames = info === null ? found.count : found.count - 1;
	if (audioFrames === 0) throw holdsNothing(name);
	// Up to two frames are the encoder's delay and padding, which are removed.
	const least = Math.max(0, audioFrames - 2) * first.samples;
	checkDuration(name, least / first.sampleRate, maxDuration);
	const stereo = found.stereo || (info === null && first.channels === 2);
	const warnings = warningsOf(name, found, audioFrames, info);
	return {
		sampleRate: first.sampleRate,
		announced: audioFrames * first.samples,
		format: { container: "mp3", codec: `mp${first.layer}`, bitsPerSample: null },
		pieces: async function* () {
			let length = 0;
			for await (const [left, right] of decodeRuns(source, found, name)) {
				length += left.length;
				yield stereo ? [left, right] : [left];
			}
			if (length === 0) throw damaged(name, "its MPEG frames decode to nothing");
			checkDuration(name, length / first.sampleRate, maxDuration);
			return warnings;
		},
	};
}

/** What the frames decode to, left and right, without what lies between them. */
async function* decodeRuns(
	source: ByteSource,
	{ runs }: MpegFrames,
	name: string,
): AsyncGenerator<[Float32Array, Float32Array]> {
	const decoder = new MPEGDecoder();
	try {
		await decoder.ready;
		for (const run of runs) {
			for await (const bytes of chunksOf(source, { ...run, length: pieceBytes })) {
				const [left, right] = decoder.decode(bytes).channelData;
				if (left !== undefined && right !== undefined && left.length > 0) yield [left, right];
			}
		}
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		throw damaged(name, "its MPEG stream is not well formed", cause);
	} finally {
		decoder.free();
	}
}

/** A first frame that holds no sound but the number of frames to come (Xing's and LAME's tag). */
async function readInfoFrame(
	source: ByteSource,
	frame: MpegFrame,
): Promise<{ readonly frames: number | null } | null> {
	if (frame.layer !== 3) return null;
	const mono = frame.channels === 1;
	const sideInfo = frame.lowRate ? (mono ? 9 : 17) : mono ? 17 : 32;
	const bytes = await source.read(frame.offset + 4 + sideInfo, 12);
	const tag = String.fromCharCode(...bytes.subarray(0, 4));
	if (bytes.length < 12 || (tag !== "Xing" && tag !== "Info")) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const hasFrames = (view.getUint32(4) & 1) !== 0;
	return { frames: hasFrames ? view.getUint32(8) : null };
}

function warningsOf(
	name: string,
	{ truncated, lostBytes }: MpegFrames,
	audioFrames: number,
	info: { readonly frames: number | null } | null,
): AudioWarning[] {
	const warnings: AudioWarning[] = [];
	const announced = info?.frames ?? null;
	const short = announced !== null && audioFrames < announced && lostBytes === 0;
	if (short) {
		const message = `${name} is cut short: it announces ${announced} MPEG frames and holds ${audioFrames}.`;
		warnings.push({ code: "truncated", message });
	} else if (truncated) {
		warnings.push({ code: "truncated", message: `${name} is cut short: its last MPEG frame is not whole.` });
	}
	if (lostBytes > 0) {
		const message = `${name} is damaged: ${lostBytes} bytes between its MPEG frames were left out.`;
		warnings.push({ code: "damaged", message });
	}
	return warnings;
}
