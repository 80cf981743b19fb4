import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { readVadModel as Read } from "./vad-model.ts";

/** See vad-model.ts. */
export const readVadModel: typeof Read = () =>
	readFile(createRequire(import.meta.url).resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx"));
