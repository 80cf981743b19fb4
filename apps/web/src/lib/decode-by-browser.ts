import type { FileFacts } from "@undertone/api";

/** A recording as a WAV of floats, with the facts of the file that it was. */
interface BrowserDecoded {
	readonly name: string;
	readonly bytes: ArrayBuffer;
	readonly facts: Pick<FileFacts, "size" | "container" | "codec" | "warnings">;
}

/**
 * Decodes what the decoders here do not know (m4a, webm) by the browser, as a WAV that they do know.
 *
 * @param refusal - What the decoders here said; thrown where the file is not even unknown data.
 * @throws {Error} With a sentence for the user.
 */
export async function decodeByBrowser(
	file: File,
	maxDuration: number,
	refusal: Error,
): Promise<BrowserDecoded> {
	const [{ createBrowserFallback }, { encodeWav, sniffFormat }] = await Promise.all([
		import("@undertone/audio/browser"),
		import("@undertone/audio"),
	]);
	const bytes = new Uint8Array(await file.arrayBuffer());
	const { container, description } = sniffFormat(bytes);
	if (container === null && description !== "unknown binary data") throw refusal;
	const clip = await createBrowserFallback().decode(bytes, {
		name: `"${file.name}"`,
		container,
		maxDuration,
	});
	const wav = encodeWav(clip.channels, clip.sampleRate, { bits: 32 });
	return {
		name: file.name,
		bytes: wav.slice().buffer,
		facts: {
			size: file.size,
			container: clip.format.container,
			codec: clip.format.codec,
			warnings: [...clip.warnings],
		},
	};
}
