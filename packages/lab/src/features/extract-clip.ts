import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeAudio, toMono } from "@undertone/audio";
import { resample } from "@undertone/dsp";
import { type FeatureSet, getFeatureSet } from "@undertone/speech";
import { createSoundLibrary, type SoundLibrary } from "../augment/sound-library.ts";
import { applyVariant, type Variant, variantName } from "../augment/variant.ts";
import { writeAtomically } from "../write-atomically.ts";

/** What is asked of one clip. */
export interface ClipTask {
	readonly path: string;
	/** Feature set with its version. */
	readonly set: string;
	readonly variant: Variant;
	/** Folder of the cache. */
	readonly cache: string;
	/** Folder of noises and rooms, for variants that need them. */
	readonly sounds?: string | undefined;
}

/** The features of one clip. */
export interface ClipFeatures {
	/** SHA-256 of the decoded samples as 16-bit numbers: the same audio in another container has the same. */
	readonly audioHash: string;
	/** Frames (1 for functionals) × features. */
	readonly values: Float32Array;
}

const hashBytes = 32;

/** One library a thread: its sounds are decoded once. */
const libraries = new Map<string, SoundLibrary>();

function libraryOf(folder: string): SoundLibrary {
	const library = libraries.get(folder) ?? createSoundLibrary(folder);
	libraries.set(folder, library);
	return library;
}

/**
 * The features of a clip, from the cache if its content was seen before under the same definition.
 *
 * @throws {UndertoneError} If the file cannot be decoded.
 */
export async function extractClip({ path, set, variant, cache, sounds }: ClipTask): Promise<ClipFeatures> {
	const bytes = await readFile(path);
	const key = createHash("sha256").update(bytes).digest("hex");
	const stored = join(cache, "features", set, variantName(variant), key.slice(0, 2), `${key}.f32`);
	const features = getFeatureSet(set);
	const known = await readFile(stored).catch(() => null);
	if (known !== null && isWhole(known.length, features)) return unpack(known);
	const clip = await decodeAudio(bytes, { name: path });
	const signal = resample(toMono(clip), { from: clip.sampleRate, to: features.sampleRate });
	const audioHash = hashAudio(signal);
	const changed = await applyVariant(signal, features.sampleRate, variant, {
		// The same for a clip in every run, and another for every clip.
		seed: Number.parseInt(key.slice(0, 8), 16),
		sounds: sounds === undefined ? undefined : libraryOf(sounds),
	});
	const { data } = features.extract(changed);
	const packed = Buffer.concat([
		Buffer.from(audioHash, "hex"),
		Buffer.from(data.buffer, data.byteOffset, data.byteLength),
	]);
	await writeAtomically(stored, packed, { flush: false });
	return { audioHash, values: data };
}

/** Whether a file of the cache has the length that the definition asks for; another is computed again. */
function isWhole(length: number, { kind, features }: FeatureSet): boolean {
	const rowBytes = 4 * features.length;
	const bytes = length - hashBytes;
	return kind === "functionals" ? bytes === rowBytes : bytes > 0 && bytes % rowBytes === 0;
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
