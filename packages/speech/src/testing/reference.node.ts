import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../../reference");

/** What librosa 0.11 gave for one signal; matrices are [coefficient][frame], null is NaN. */
export interface LibrosaReference {
	readonly name: string;
	readonly signal: Float32Array;
	readonly sampleRate: number;
	readonly features: Readonly<Record<string, unknown>>;
}

/** The synthetic signals at 16,000 or 22,050 Hz with librosa's values (made by reference/make). */
export function librosaReferences(sampleRate: 16000 | 22050): LibrosaReference[] {
	const values = join(folder, "librosa", `signals-${sampleRate}`);
	const signals = join(folder, sampleRate === 16000 ? "signals" : "signals-22050");
	return readdirSync(values).map((file) => {
		const { features } = JSON.parse(readFileSync(join(values, file), "utf8")) as LibrosaReference;
		const name = file.replace(".json", "");
		return { name, signal: readPcm16(readFileSync(join(signals, `${name}.wav`))), sampleRate, features };
	});
}

/** librosa's [coefficient][frame] as rows of frames. */
export function framesOf(matrix: unknown): number[][] {
	const coefficients = matrix as (number | null)[][];
	const frames = coefficients[0]?.length ?? 0;
	return Array.from({ length: frames }, (_, t) => coefficients.map((values) => values[t] ?? Number.NaN));
}

/** Samples of a 16-bit mono WAV. */
export function readPcm16(bytes: Uint8Array): Float32Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let at = 12;
	while (view.getUint32(at, false) !== 0x64617461) at += 8 + view.getUint32(at + 4, true);
	const count = view.getUint32(at + 4, true) / 2;
	return Float32Array.from({ length: count }, (_, i) => view.getInt16(at + 8 + 2 * i, true) / 32768);
}
