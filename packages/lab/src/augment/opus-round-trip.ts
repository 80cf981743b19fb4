import { resample } from "@undertone/dsp";
import OpusScript from "opusscript";

/** Options of {@link opusRoundTrip}. */
export interface OpusRoundTripOptions {
	/** Bits per second, 6,000 to 128,000; the corpora that come as Opus have 32,000. */
	readonly bitrate: number;
	/**
	 * The encoder's effort, 0 to 10. Below 7 it no longer tells speech from music, and codes both as music: other
	 * artefacts than those of `opusenc`, which spends 10 (the default).
	 */
	readonly complexity?: number;
}

const sampleRate = 16_000;
/** `opusenc` encodes at this rate whatever it is given, so the corpora stored as Opus went through it. */
const codecRate = 48_000;
/** 20 ms, what `opusenc` uses. */
const frameLength = 960;
/** The encoder's look-ahead for general audio, 2.5 + 4 ms: Fs / 400 + Fs / 250. @see RFC 6716, section 2 */
const delay = 312;
const setVbr = 4006;
const setVbrConstraint = 4020;
const setComplexity = 4010;

/**
 * Encodes a signal with Opus and decodes it again, so that a model cannot tell corpora that are stored as Opus from
 * those that are not.
 *
 * libopus 1.4 compiled to WebAssembly, at 48 kHz, general audio, frames of 20 ms, variable bit rate, all as in
 * `opusenc`. The result stands at the same time as the input: the codec's delay is taken away (the speech mode of libopus itself
 * is early by up to two samples of 48 kHz, 0.04 ms, as in every Opus file).
 *
 * @param signal - Mono at 16 kHz, in [-1, 1] (what lies outside is clipped), shape `[n]`.
 * @returns Shape `[n]`.
 * @throws {RangeError} If `bitrate` is not in [6000, 128000] or `complexity` no integer in [0, 10].
 * @see Valin, Vos & Terriberry (2012), RFC 6716
 */
export function opusRoundTrip(
	signal: Float32Array,
	{ bitrate, complexity = 10 }: OpusRoundTripOptions,
): Float32Array {
	if (!(bitrate >= 6000 && bitrate <= 128_000)) {
		throw new RangeError(`opusRoundTrip: bitrate must be in [6000, 128000] bit/s, got ${bitrate}.`);
	}
	if (!Number.isInteger(complexity) || complexity < 0 || complexity > 10) {
		throw new RangeError(`opusRoundTrip: complexity must be an integer from 0 to 10, got ${complexity}.`);
	}
	const codec = new OpusScript(codecRate, 1, OpusScript.Application.AUDIO);
	try {
		codec.setBitrate(Math.round(bitrate));
		codec.encoderCTL(setVbr, 1);
		codec.encoderCTL(setVbrConstraint, 0);
		codec.encoderCTL(setComplexity, complexity);
		const input = resample(signal, { from: sampleRate, to: codecRate });
		const output = resample(throughCodec(codec, input), { from: codecRate, to: sampleRate });
		return output.subarray(0, signal.length);
	} finally {
		codec.delete();
	}
}

function throughCodec(codec: OpusScript, input: Float32Array): Float32Array {
	const output = new Float32Array(input.length);
	const pcm = Buffer.alloc(frameLength * 2);
	for (let start = 0; start < input.length + delay; start += frameLength) {
		for (let i = 0; i < frameLength; i++) pcm.writeInt16LE(toInt16(input[start + i] ?? 0), 2 * i);
		const decoded = codec.decode(codec.encode(pcm, frameLength));
		for (let i = 0; i < frameLength; i++) {
			const at = start + i - delay;
			if (at >= 0 && at < output.length) output[at] = decoded.readInt16LE(2 * i) / 32768;
		}
	}
	return output;
}

function toInt16(x: number): number {
	return Math.max(-32768, Math.min(32767, Math.round(x * 32768)));
}
