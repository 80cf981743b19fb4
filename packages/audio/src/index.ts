export type { AudioClip, AudioFallback, AudioFormat, AudioWarning, FallbackOptions } from "./audio-clip.ts";
export { type DecodeOptions, decodeAudio } from "./decode-audio.ts";
export { encodeWav } from "./encode-wav.ts";
export { type SniffedFormat, sniffFormat } from "./sniff-format.ts";
export { toMono } from "./to-mono.ts";
