import { UndertoneError } from "@undertone/core";
import type { AudioClip, AudioFallback, FallbackOptions } from "./audio-clip.ts";

/** The browser's decoder resamples to the rate of the context that asks; 48 kHz loses nothing that speech has. */
const contextRate = 48_000;

/**
 * Decodes through the browser's own decoder (m4a, webm, and whatever else this browser knows).
 *
 * It needs a page: workers have no `OfflineAudioContext`. The browser does not tell the rate that the file was
 * stored at, so clips come out at 48 kHz, with a warning that says so.
 *
 * @throws {UndertoneError} from `decode`: `audio-unknown-format` or `audio-too-long`.
 */
export function createBrowserFallback(): AudioFallback {
	const decode = async (bytes: Uint8Array, options: FallbackOptions): Promise<AudioClip> => {
		const { name, container, maxDuration } = options;
		const context = new OfflineAudioContext(1, 1, contextRate);
		let buffer: AudioBuffer;
		try {
			// The decoder takes the bytes away from their owner, hence the copy.
			buffer = await context.decodeAudioData(bytes.slice().buffer);
		} catch (cause) {
			const message = `${name} cannot be decoded by this browser. Convert it to WAV, FLAC, MP3, Ogg Vorbis or Opus.`;
			throw new UndertoneError("audio-unknown-format", message, { cause });
		}
		if (buffer.duration > maxDuration) {
			const message = `${name} lasts ${Math.round(buffer.duration)} s, the limit is ${Math.round(maxDuration)} s. Cut it into shorter pieces.`;
			throw new UndertoneError("audio-too-long", message);
		}
		return {
			channels: Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c).slice()),
			sampleRate: buffer.sampleRate,
			duration: buffer.duration,
			format: { container: container ?? "unknown", codec: "unknown", bitsPerSample: null },
			warnings: [
				{
					code: "resampled",
					message: `${name} was decoded by the browser at ${contextRate} Hz; the rate it was stored at is not known.`,
				},
			],
		};
	};
	return { name: "this browser", decode };
}
