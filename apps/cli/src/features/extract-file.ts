import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { decodeAudio, toMono } from "@undertone/audio";
import { createFfmpegFallback } from "@undertone/audio/ffmpeg";
import { type ErrorCode, UndertoneError } from "@undertone/core";
import { resample } from "@undertone/dsp";
import { type FeatureSet, getFeatureSet } from "@undertone/speech";
import { type LongFile, type LongSignal, longest, openLongFile, pieceLength } from "./open-long-file.ts";
import { headerBytes } from "./row-blocks.ts";

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
interface StoredRows {
	/** 1 for functionals. */
	readonly rows: number;
	/** Where they lie in the cache; see `rowBlocks`. */
	readonly path: string;
}

/** What became of one file. */
export type FileFeatures =
	| {
			readonly file: string;
			/** Seconds. */
			readonly duration: number;
			/** In the order of the task's sets. */
			readonly sets: readonly StoredRows[];
			/** What is odd about the file. */
			readonly warnings: readonly string[];
	  }
	| { readonly file: string; readonly error: { readonly code: ErrorCode; readonly message: string } };

/**
 * Features of one file, left in the cache, where they are found again when its content comes under the same
 * definition: an interrupted run goes on where it stopped.
 *
 * Of more than ten minutes the sets that can be ({@link FeatureSet.inPieces}) are computed piece by piece; a file is
 * read and decoded so, too, unless only ffmpeg decodes it.
 */
export async function extractFile({ file, path, sets, cache }: FeatureTask): Promise<FileFeatures> {
	let long: LongFile | null = null;
	try {
		long = await openLongFile(path, { folder: cache });
		const bytes = long === null ? await readBytes(path) : null;
		const key = bytes === null ? await hashFile(path) : createHash("sha256").update(bytes).digest("hex");
		let duration = 0;
		let rate: number | null = null;
		const decode = createDecoder(path, bytes);
		const results: StoredRows[] = [];
		for (const id of sets) {
			const set = getFeatureSet(id);
			const stored = join(cache, "feature-tables", id, key.slice(0, 2), `${key}.f32`);
			let entry = await readHeader(stored, set.features.length);
			if (entry === null) {
				const { blocks, ...source } = await blocksOf(set, long, decode);
				entry = await writeEntry(stored, set.features.length, source, blocks);
			}
			duration = entry.duration;
			rate = entry.sampleRate;
			results.push({ rows: entry.rows, path: stored });
		}
		return { file, duration, sets: results, warnings: bandWarnings(rate, sets.map(getFeatureSet)) };
	} catch (error) {
		if (error instanceof UndertoneError) return { file, error: { code: error.code, message: error.message } };
		throw error;
	} finally {
		await long?.close();
	}
}

/** What a set gives of a recording: of a long one piece by piece, which takes less memory and gives the same. */
async function blocksOf(
	set: FeatureSet,
	long: LongFile | null,
	decode: Decode,
): Promise<Source & { readonly blocks: AsyncIterable<Float32Array> | Iterable<Float32Array> }> {
	if (long !== null && set.inPieces !== undefined) {
		const signal = await long.at(set.sampleRate);
		if (signal !== null) {
			const { duration, sampleRate } = signal;
			return { duration, sampleRate, blocks: set.inPieces(signal) };
		}
	}
	const { signal: whole, duration, sampleRate } = await decode(set.sampleRate);
	return { duration, sampleRate, blocks: rowsOf(set, { signal: whole, duration }) };
}

/** What a set gives of a recording that is decoded whole. */
function rowsOf(
	{ inPieces, extract, sampleRate }: FeatureSet,
	{ signal, duration }: { readonly signal: Float32Array; readonly duration: number },
): AsyncIterable<Float32Array> | Iterable<Float32Array> {
	if (duration <= longest || inPieces === undefined) return [extract(signal).data];
	const piece = pieceLength * sampleRate;
	async function* pieces(): AsyncGenerator<Float32Array> {
		for (let from = 0; from < signal.length; from += piece) yield signal.subarray(from, from + piece);
	}
	return inPieces({ length: signal.length, pieces });
}

/** Length in seconds and rate in Hz of the file itself. */
type Source = Pick<LongSignal, "duration" | "sampleRate">;

/** Gives the mono signal at a rate in Hz. */
type Decode = (rate: number) => Promise<Source & { readonly signal: Float32Array }>;

/** Decodes when first asked, and holds no more than the mono signal at the rate asked for last. */
function createDecoder(path: string, bytes: Uint8Array | null): Decode {
	let last: (Source & { rate: number; signal: Float32Array }) | null = null;
	return async (rate) => {
		if (last?.rate === rate) return last;
		last = null;
		const clip = await decodeAudio(bytes ?? (await readBytes(path)), {
			name: basename(path),
			fallback: createFfmpegFallback(),
		});
		const { sampleRate, duration } = clip;
		last = { rate, sampleRate, duration, signal: resample(toMono(clip), { from: sampleRate, to: rate }) };
		return last;
	};
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

async function hashFile(path: string): Promise<string> {
	const hash = createHash("sha256");
	for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
	return hash.digest("hex");
}

/** Duration (float64), rows (uint32), rate of the file (uint32). */
async function readHeader(path: string, columns: number): Promise<(Source & { rows: number }) | null> {
	const handle = await open(path).catch(() => null);
	if (handle === null) return null;
	try {
		const header = Buffer.alloc(headerBytes);
		const { bytesRead } = await handle.read(header, 0, headerBytes, 0);
		const rows = header.readUInt32LE(8);
		const { size } = await handle.stat();
		if (bytesRead < headerBytes || size !== headerBytes + 4 * rows * columns) return null;
		return { duration: header.readDoubleLE(0), rows, sampleRate: header.readUInt32LE(12) };
	} finally {
		await handle.close();
	}
}

async function writeEntry(
	path: string,
	columns: number,
	{ duration, sampleRate }: Source,
	blocks: AsyncIterable<Float32Array> | Iterable<Float32Array>,
): Promise<Source & { rows: number }> {
	await mkdir(dirname(path), { recursive: true });
	const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
	const handle = await open(temporary, "w");
	try {
		let count = 0;
		await handle.writeFile(Buffer.alloc(headerBytes));
		for await (const { buffer, byteOffset, byteLength } of blocks) {
			await handle.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
			count += byteLength / 4;
		}
		const rows = count / columns;
		const header = Buffer.alloc(headerBytes);
		header.writeDoubleLE(duration, 0);
		header.writeUInt32LE(rows, 8);
		header.writeUInt32LE(sampleRate, 12);
		await handle.write(header, 0, headerBytes, 0);
		await handle.close();
		await rename(temporary, path);
		return { duration, rows, sampleRate };
	} catch (error) {
		await handle.close().catch(() => undefined);
		await rm(temporary, { force: true });
		throw error;
	}
}

/** Formants are looked for up to here, Hz. */
const formantCeiling = 5500;

/** A file of a low rate has nothing where some features look. */
function bandWarnings(rate: number | null, sets: readonly FeatureSet[]): string[] {
	// 0: written to the cache before rates were.
	if (rate === null || rate === 0) return [];
	const lacking = sets.filter(({ sampleRate }) => rate < sampleRate).map(({ id }) => id);
	if (lacking.length === 0) return [];
	const formants =
		rate < 2 * formantCeiling && lacking.some((id) => /^(praat|gemaps88|voice)/.test(id))
			? `; the formant ceiling of ${formantCeiling} Hz lies above that, so formants 4 and 5 and their bandwidths mean little`
			: "";
	return [
		`recorded at ${rate} Hz, it holds nothing above ${rate / 2} Hz, where ${lacking.join(", ")} also look${lacking.length === 1 ? "s" : ""}${formants}.`,
	];
}
