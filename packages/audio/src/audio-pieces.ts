import type { AudioClip, AudioWarning } from "./audio-clip.ts";

/** Audio that is decoded piece by piece, as stored: what is held of it does not grow with its length. */
export interface AudioPieces extends Pick<AudioClip, "sampleRate" | "format"> {
	/**
	 * Samples per channel that the file announces, null where it does not say. A damaged file may hold another number;
	 * one in WAV that can be opened so holds this one.
	 */
	readonly announced: number | null;
	/**
	 * Decodes from the beginning, every time it is called.
	 *
	 * @returns Pieces in order: a list of channels, each of shape `[n]` with the same n > 0, which differs from piece to
	 * piece. At the end, what was wrong with the file.
	 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`, as `decodeAudio` does; some of it is
	 * known behind the last piece only.
	 */
	pieces(): AsyncGenerator<Float32Array[], readonly AudioWarning[]>;
}
