/** How a file stored its samples. */
export interface AudioFormat {
	/** `wav`, `flac`, `mp3`, `ogg`, or what a fallback decoder found (`mp4`, `webm`, …). */
	readonly container: string;
	/** `pcm_u8`, `pcm_s16`, `pcm_s24`, `pcm_s32`, `pcm_f32`, `pcm_f64`, `alaw`, `mulaw`, `flac`, `mp3`, `opus`, … */
	readonly codec: string;
	/** Bits a sample is worth, null where the codec has no such number (MP3, Vorbis, Opus). */
	readonly bitsPerSample: number | null;
}

/** What is wrong with a file that could be decoded all the same. */
export interface AudioWarning {
	readonly code: "truncated" | "damaged" | "length-wrong" | "not-finite" | "resampled" | "partial";
	/** A sentence for a reader, with the numbers. */
	readonly message: string;
}

/** Decoded audio, as stored: not mixed, not resampled, not normalised. */
export interface AudioClip {
	/** One array per channel, nominally in [-1, 1], each of shape `[n]` with the same n > 0. */
	readonly channels: readonly Float32Array[];
	/** Hz. */
	readonly sampleRate: number;
	/** Seconds. */
	readonly duration: number;
	readonly format: AudioFormat;
	/** Empty when nothing was wrong. */
	readonly warnings: readonly AudioWarning[];
}

/** A decoder for what is not decoded here: the user's ffmpeg, or the browser's own decoder. */
export interface AudioFallback {
	/** Named in error messages. */
	readonly name: string;
	/**
	 * @param bytes - The whole file.
	 * @throws {UndertoneError} `audio-unknown-format`, `audio-damaged` or `audio-too-long`.
	 */
	decode(bytes: Uint8Array, options: FallbackOptions): Promise<AudioClip>;
}

/** What a fallback decoder is told. */
export interface FallbackOptions {
	/** How messages call the file. */
	readonly name: string;
	/** What the content looks like (`mp4`, `webm`, …), or null when nothing was recognised. */
	readonly container: string | null;
	/** Seconds; Infinity for no limit. */
	readonly maxDuration: number;
}
