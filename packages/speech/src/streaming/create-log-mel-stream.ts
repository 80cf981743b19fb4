import type { MelOptions, StftOptions } from "@undertone/dsp";
import { logMelFrames } from "../spectral/mel-spectrogram.ts";
import { createFrameStream, type FrameStream } from "./create-frame-stream.ts";

/**
 * The stream of what `melSpectrogram` and `powerToDb` give for the whole signal, dB, shape `[frames, nMels]`, whatever
 * the chunks. Nothing is clamped by the loudest frame (`topDb` is null), for a stream never sees the whole.
 *
 * @param options - Lengths in samples, frequencies in Hz; frames are centred, zeros standing around the signal.
 * @throws {RangeError} If `fMax` is not in (fMin, sampleRate / 2], or `nFft` is no power of two.
 *
 * @example
 * createLogMelStream({ sampleRate: 16000 }).push(new Float32Array(2048)).rows // => 3
 */
export function createLogMelStream(
	options: MelOptions & Omit<StftOptions, "center" | "padMode">,
): FrameStream {
	return createFrameStream(logMelFrames(options));
}
