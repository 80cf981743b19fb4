export type { AudioClip, AudioFallback, AudioFormat, AudioWarning, FallbackOptions } from "./audio-clip.ts";
export { countClipped } from "./count-clipped.ts";
export { type DecodeOptions, decodeAudio } from "./decode-audio.ts";
export { type AudioFacts, decodeToMono, type MonoAudio } from "./decode-to-mono.ts";
export { encodeWav } from "./encode-wav.ts";
export { estimateBandwidth } from "./estimate-bandwidth.ts";
export { type AudioLevel, measureLevel } from "./measure-level.ts";
export { type SniffedFormat, sniffFormat } from "./sniff-format.ts";
export { toMono } from "./to-mono.ts";
