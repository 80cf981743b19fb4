import { UndertoneError } from "@undertone/core";
import { MPEGDecoder } from "mpg123-decoder";
import type { AudioClip, AudioWarning } from "../audio-clip.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import { findMpegFrames, type MpegFrame, type MpegFrames } from "./mpeg-frames.ts";

/**
 * Decodes an MPEG audio stream (MP3, and its layers I and II) with libmpg123 compiled to WebAssembly.
 *
 * Only whole frames reach the decoder, so what is cut off or damaged between frames is left out and said. The
 * encoder's delay and padding are removed where a LAME tag states them.
 *
 * @param start - Where the first frame may begin, in bytes: behind an ID3 tag.
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 */
export async function decodeMp3(
	bytes: Uint8Array,
	start: number,
	name: string,
	maxDuration: number,
): Promise<AudioClip> {
	const found = findMpegFrames(bytes, start, 3);
	const first = found?.frames[0];
	if (found === null || first === undefined) {
		const where = start >= bytes.length ? "it is cut off inside its ID3 tag" : "it holds no whole MPEG frame";
		throw damaged(name, where);
	}
	const info = readInfoFrame(bytes, first);
	const audioFrames = info === null ? found.frames : found.frames.slice(1);
	if (audioFrames.length === 0) throw holdsNothing(name);
	const { sampleRate } = first;
	// Up to two frames are the encoder's delay and padding, which are removed.
	checkDuration(name, ((audioFrames.length - 2) * first.samples) / sampleRate, maxDuration);

	const decoder = new MPEGDecoder();
	try {
		await decoder.ready;
		const decoded = decoder.decode(joinFrames(bytes, found));
		const [left, right] = decoded.channelData;
		if (left === undefined || right === undefined || left.length === 0) {
			throw damaged(name, "its MPEG frames decode to nothing");
		}
		checkDuration(name, left.length / sampleRate, maxDuration);
		const stereo = audioFrames.some((frame) => frame.channels === 2);
		return {
			channels: stereo ? [left, right] : [left],
			sampleRate,
			duration: left.length / sampleRate,
			format: { container: "mp3", codec: `mp${first.layer}`, bitsPerSample: null },
			warnings: warningsOf(name, found, audioFrames, info),
		};
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		throw damaged(name, "its MPEG stream is not well formed", cause);
	} finally {
		decoder.free();
	}
}

/** The frames without what lies between them; a view where nothing does. */
function joinFrames(bytes: Uint8Array, { frames, lostBytes }: MpegFrames): Uint8Array {
	const first = frames[0] as MpegFrame;
	const last = frames[frames.length - 1] as MpegFrame;
	if (lostBytes === 0) return bytes.subarray(first.offset, last.offset + last.length);
	const out = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
	let offset = 0;
	for (const frame of frames) {
		out.set(bytes.subarray(frame.offset, frame.offset + frame.length), offset);
		offset += frame.length;
	}
	return out;
}

/** A first frame that holds no sound but the number of frames to come (Xing's and LAME's tag). */
function readInfoFrame(bytes: Uint8Array, frame: MpegFrame): { readonly frames: number | null } | null {
	if (frame.layer !== 3) return null;
	const mono = frame.channels === 1;
	const sideInfo = frame.lowRate ? (mono ? 9 : 17) : mono ? 17 : 32;
	const offset = frame.offset + 4 + sideInfo;
	const tag = String.fromCharCode(...bytes.subarray(offset, offset + 4));
	if (tag !== "Xing" && tag !== "Info") return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const hasFrames = (view.getUint32(offset + 4) & 1) !== 0;
	return { frames: hasFrames ? view.getUint32(offset + 8) : null };
}

function warningsOf(
	name: string,
	{ truncated, lostBytes }: MpegFrames,
	audioFrames: readonly MpegFrame[],
	info: { readonly frames: number | null } | null,
): AudioWarning[] {
	const warnings: AudioWarning[] = [];
	const announced = info?.frames ?? null;
	const short = announced !== null && audioFrames.length < announced && lostBytes === 0;
	if (short) {
		const message = `${name} is cut short: it announces ${announced} MPEG frames and holds ${audioFrames.length}.`;
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
