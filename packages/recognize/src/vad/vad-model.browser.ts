/// <reference types="vite/client" />
import url from "#silero-vad?url";
import type { readVadModel as Read } from "./vad-model.ts";

/** See vad-model.ts; a bundler that knows `?url` (Vite) puts the file beside the page. */
export const readVadModel: typeof Read = async () => {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`readVadModel: ${url} answered ${response.status}.`);
	return new Uint8Array(await response.arrayBuffer());
};
