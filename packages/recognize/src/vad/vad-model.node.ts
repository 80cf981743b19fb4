import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { readVadModel as Read } from "./vad-model.ts";

/** See vad-model.ts. */
export const readVadModel: typeof Read = () => {
	const require = createRequire(import.meta.url);
	let path: string;
	try {
		path = require.resolve("#silero-vad");
	} catch {
		// Packed into another package, which does not carry the asset for Node: the original does as well.
		path = require.resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx");
	}
	return readFile(path);
};
