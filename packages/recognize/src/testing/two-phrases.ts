import url from "../../fixtures/two-phrases.wav?inline";

/** Two sentences of synthetic speech (espeak-ng) with a pause between them, mono at 16 kHz; see fixtures/make.sh. */
export function twoPhrases(): Float32Array {
	const bytes = Uint8Array.from(atob(url.split(",")[1] as string), (letter) => letter.charCodeAt(0));
	return Float32Array.from(new Int16Array(bytes.buffer, 44), (value) => value / 32_768);
}
