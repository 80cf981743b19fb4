import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Matrix } from "@undertone/core";
import type { Fold } from "@undertone/learn";
import { writeAtomically } from "../write-atomically.ts";
import { type EmbeddedFold, type EmbeddingSettings, embedFold } from "./embed-fold.ts";
import type { ExperimentContext } from "./experiment.ts";

/** Clips as their frames. */
export interface FramedClips {
	readonly frames: readonly Matrix[];
	/** The feature set of the frames. */
	readonly features: string;
	readonly audioHashes: readonly string[];
}

/**
 * {@link embedFold}, from the cache if an earlier run made the vectors: whatever classifies them, they are learnt once.
 *
 * @param what - For the progress, such as `fold 2 of 10`.
 * @throws {UndertoneError} `cancelled`.
 */
export async function embedCached(
	{ frames, features, audioHashes }: FramedClips,
	fold: Pick<Fold, "train" | "test">,
	settings: EmbeddingSettings,
	what: string,
	{ cache, signal, progress }: ExperimentContext,
): Promise<EmbeddedFold[]> {
	const key = createHash("sha256")
		.update(JSON.stringify([settings, features, audioHashes, [...fold.train], [...fold.test]]))
		.digest("hex")
		.slice(0, 24);
	const path = join(cache, "embeddings", `${key}.vectors`);
	const known: EmbeddedFold[] | undefined = await readFile(path).then(deserialize, () => undefined);
	if (known !== undefined) return known;
	const embedded = await embedFold(frames, fold, settings, {
		signal,
		onProgress: (share, note) => progress(`${what}, embedding`, share, note),
	});
	await writeAtomically(path, serialize(embedded));
	return embedded;
}
