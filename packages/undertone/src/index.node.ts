export { createFfmpegFallback, type FfmpegOptions } from "@undertone/audio/ffmpeg";
export { readModel } from "./read-model.node.ts";
