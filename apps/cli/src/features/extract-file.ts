import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type AudioClip, decodeAudio, toMono } from "@undertone/audio";
import { createFfmpegFallback } from "@undertone/audio/ffmpeg";
import { type ErrorCode, UndertoneError } from "@undertone/core";
import { resample } from "@undertone/dsp";
import { getFeatureSet } from "@undertone/speech";

/** What is asked of one file. */
export interface FeatureTask {
	/** How the file is named in the table. */
	readonly file: string;
	readonly path: string;
	/** Feature sets with their versions. */
	readonly sets: readonly string[];
	/** Folder of the cache. */
	readonly cache: string;
}

/** What a set gives of one file. */
interface SetValues {
	/** 1 for functionals. */
	readonly rows: number;
	/** Shape `[rows, features of the set]`. */
	readonly values: Float32Array;
}

/** What became of one file. */
export type FileFeatures =
	| {
			readonly file: string;
			/** Seconds. */
			readonly duration: number;
			/** In the order of the task's sets. */
			readonly sets: readonly SetValues[];
	  }
	| { readonly file: string; readonly error: { readonly code: ErrorCode; readonly message: string } };

/**
 * Features of one file, from the cache where its content was seen before under the same definition: an interrupted
 * run goes on where it stopped.
 */
export async function extractFile({ file, path, sets, cache }: FeatureTask): Promise<FileFeatures> {
	try {
		const bytes = await readBytes(path);
		const key = createHash("sha256").update(bytes).digest("hex");
		let clip: AudioClip | null = null;
		let duration = 0;
		const results: SetValues[] = [];
		for (const id of sets) {
			const stored = join(cache, "feature-tables", id, key.slice(0, 2), `${key}.f32`);
			let entry = await readEntry(stored);
			if (entry === null) {
				clip ??= await decodeAudio(bytes, { name: basename(path), fallback: createFfmpegFallback() });
				const set = getFeatureSet(id);
				const matrix = set.extract(resample(toMono(clip), { from: clip.sampleRate, to: set.sampleRate }));
				entry = { duration: clip.duration, rows: matrix.rows, values: matrix.data };
				await writeEntry(stored, entry);
			}
			duration = entry.duration;
			results.push({ rows: entry.rows, values: entry.values });
		}
		return { file, duration, sets: results };
	} catch (error) {
		if (error instanceof UndertoneError) return { file, error: { code: error.code, message: error.message } };
		throw error;
	}
}

async function readBytes(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === "ENOENT")
			throw new UndertoneError("file-not-found", `There is no file "${path}".`, { cause });
		throw new UndertoneError("file-unreadable", `"${path}" cannot be read (${code ?? String(cause)}).`, {
			cause,
		});
	}
}

interface Entry extends SetValues {
	readonly duration: number;
}

/** Duration (float64), rows (uint32), 4 bytes of nothing, then the values. */
const headerBytes = 16;

async function readEntry(path: string): Promise<Entry | null> {
	const packed = await readFile(path).catch(() => null);
	if (packed === null || packed.length < headerBytes || packed.length % 4 !== 0) return null;
	const body = new Uint8Array(packed.subarray(headerBytes));
	return {
		duration: packed.readDoubleLE(0),
		rows: packed.readUInt32LE(8),
		values: new Float32Array(body.buffer, 0, body.length / 4),
	};
}

async function writeEntry(path: string, { duration, rows, values }: Entry): Promise<void> {
	const header = Buffer.alloc(headerBytes);
	header.writeDoubleLE(duration, 0);
	header.writeUInt32LE(rows, 8);
	const body = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
	await mkdir(dirname(path), { recursive: true });
	const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
	await writeFile(temporary, Buffer.concat([header, body]));
	await rename(temporary, path);
}
