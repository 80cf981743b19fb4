import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { linearModelFile } from "@undertone/recognize/testing";
import { afterAll } from "vitest";

/** Speech made by espeak-ng; see packages/audio/scripts/make-fixtures.sh. */
export const speechFile = join(import.meta.dirname, "../../../../packages/audio/fixtures/speech-fixture.wav");
/** Two sentences by two voices; see packages/recognize/fixtures/make.sh. */
export const twoPhrasesFile = join(
	import.meta.dirname,
	"../../../../packages/recognize/fixtures/two-phrases.wav",
);

/** A folder for a test file's own use, with a model that knows nothing of emotion; removed at the end. */
export function workbench(): {
	readonly folder: string;
	readonly model: string;
	/** Writes a file and returns its path. */
	readonly write: (name: string, bytes: Uint8Array | string) => string;
	/** Writes a WAV file of one channel. */
	readonly wav: (name: string, signal: Float32Array, sampleRate?: number) => string;
} {
	const folder = mkdtempSync(join(tmpdir(), "undertone-cli-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const write = (name: string, bytes: Uint8Array | string): string => {
		const path = join(folder, name);
		writeFileSync(path, bytes);
		return path;
	};
	const model = write(
		"test.onnx",
		linearModelFile({
			labels: ["neutral", "happy", "angry"],
			weights: { happy: { f0_mean: 1 } },
			mean: (name) => (name === "f0_mean" ? 23.5 : 0),
		}),
	);
	return { folder, model, write, wav: (name, signal, rate = 16_000) => write(name, encodeWav(signal, rate)) };
}
