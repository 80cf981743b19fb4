import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { writeAtomically } from "../write-atomically.ts";

/** What is measured of one clip as it is stored. */
export interface ClipFacts {
	/** Seconds. */
	readonly duration: number;
	/** Hz. */
	readonly sampleRate: number;
	readonly channels: number;
	readonly codec: string;
	/** dBFS; null for digital silence. */
	readonly rmsDb: number | null;
	readonly peakDb: number | null;
	readonly noiseFloorDb: number | null;
	readonly clippedSamples: number;
	/** Share of the clip that is silent. */
	readonly silenceShare: number;
	/** SHA-256 of the decoded samples as 16-bit numbers. */
	readonly audioHash: string;
}

/**
 * Facts of a clip, kept in the cache by the file's content.
 *
 * @returns The facts, or a sentence saying why the file cannot be read.
 */
export async function clipFacts(path: string, cache: string): Promise<ClipFacts | string> {
	const bytes = await readFile(path);
	const key = createHash("sha256").update(bytes).digest("hex");
	const stored = join(cache, "facts", "1", key.slice(0, 2), `${key}.json`);
	const known = await readFile(stored, "utf8").catch(() => null);
	if (known !== null) return JSON.parse(known) as ClipFacts;
	try {
		const { signal, source } = await decodeToMono(bytes, { name: path });
		const { level } = source;
		const finite = (value: number): number | null =>
			Number.isFinite(value) ? Math.round(value * 100) / 100 : null;
		const pcm = Int16Array.from(signal, (x) => Math.round(Math.max(-1, Math.min(1, x)) * 32767));
		const facts: ClipFacts = {
			duration: source.duration,
			sampleRate: source.sampleRate,
			channels: source.channels,
			codec: source.format.codec,
			rmsDb: finite(level.rmsDb),
			peakDb: finite(level.peakDb),
			noiseFloorDb: finite(level.noiseFloorDb),
			clippedSamples: level.clippedSamples,
			silenceShare: level.silenceShare,
			audioHash: createHash("sha256").update(new Uint8Array(pcm.buffer)).digest("hex"),
		};
		await writeAtomically(stored, JSON.stringify(facts));
		return facts;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
