import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { getFeatureSet } from "@undertone/speech";
import { applyVariant, type Variant, variantName } from "../augment/variant.ts";

/** What is asked of one clip. */
export interface ClipTask {
	readonly path: string;
	/** Feature set with its version. */
	readonly set: string;
	readonly variant: Variant;
	/** Folder of the cache. */
	readonly cache: string;
}

/** The features of one clip. */
export interface ClipFeatures {
	/** SHA-256 of the decoded samples as 16-bit numbers: the same audio in another container has the same. */
	readonly audioHash: string;
	/** Frames (1 for functionals) × features. */
	readonly values: Float32Array;
}

const hashBytes = 32;

/**
 * The features of a clip, from the cache if its content was seen before under the same definition.
 *
 * @throws {UndertoneError} If the file cannot be decoded.
 */
export async function extractClip({ path, set, variant, cache }: ClipTask): Promise<ClipFeatures> {
	const bytes = await readFile(path);
	const key = createHash("sha256").update(bytes).digest("hex");
	const stored = join(cache, "features", set, variantName(variant), key.slice(0, 2), `${key}.f32`);
	const known = await readFile(stored).catch(() => null);
	if (known !== null && known.length > hashBytes && (known.length - hashBytes) % 4 === 0)
		return unpack(known);
	const features = getFeatureSet(set);
	const { signal } = await decodeToMono(bytes, { sampleRate: features.sampleRate, name: path });
	const audioHash = hashAudio(signal);
	const { data } = features.extract(applyVariant(signal, features.sampleRate, variant));
	const packed = Buffer.concat([
		Buffer.from(audioHash, "hex"),
		Buffer.from(data.buffer, data.byteOffset, data.byteLength),
	]);
	mkdirSync(dirname(stored), { recursive: true });
	const temporary = `${stored}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
	await writeFile(temporary, packed);
	await rename(temporary, stored);
	return { audioHash, values: data };
}

function unpack(packed: Buffer): ClipFeatures {
	const values = new Float32Array(
		packed.buffer.slice(packed.byteOffset + hashBytes, packed.byteOffset + packed.length),
	);
	return { audioHash: packed.subarray(0, hashBytes).toString("hex"), values };
}

function hashAudio(signal: Float32Array): string {
	const pcm = Int16Array.from(signal, (x) => Math.round(Math.max(-1, Math.min(1, x)) * 32767));
	return createHash("sha256").update(new Uint8Array(pcm.buffer)).digest("hex");
}
