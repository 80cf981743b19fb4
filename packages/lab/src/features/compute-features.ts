import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type ErrorCode, type Matrix, UndertoneError, zeros } from "@undertone/core";
import { cacheFolder } from "@undertone/corpora";
import { getFeatureSet } from "@undertone/speech";
import { clean, type Variant } from "../augment/variant.ts";
import { endWorkers } from "../threads/end-workers.ts";
import type { ClipFeatures, ClipTask } from "./extract-clip.ts";
import { fitSequence, type SequenceOptions } from "./fit-sequence.ts";

/** Options of {@link computeFeatures}. */
export interface ComputeFeaturesOptions {
	readonly variant?: Variant;
	readonly cache?: string;
	/** Folder of noises and rooms, for variants that need them; see `findSounds`. */
	readonly sounds?: string | undefined;
	readonly threads?: number;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Functionals of many clips. */
export interface FeatureTable {
	/** A row a clip, in the order given. */
	readonly x: Matrix;
	/** Hash of each clip's audio, see `ClipFeatures`. */
	readonly audioHashes: readonly string[];
}

/**
 * Functionals of many clips on all cores, kept in the cache by content and definition, so that an interrupted
 * run goes on where it stopped.
 *
 * @param paths - Absolute paths.
 * @param set - A feature set of kind `functionals`, by id or name.
 * @throws {UndertoneError} What the first unreadable clip says, or `cancelled`.
 */
export async function computeFeatures(
	paths: readonly string[],
	set: string,
	options: ComputeFeaturesOptions = {},
): Promise<FeatureTable> {
	const { id, features } = getFeatureSet(set);
	const clips = await extractClips(paths, id, options);
	const x = zeros(paths.length, features.length);
	for (const [r, clip] of clips.entries()) x.data.set(clip.values, r * features.length);
	return { x, audioHashes: clips.map((clip) => clip.audioHash) };
}

/**
 * Frames of many clips as rows of one length, as {@link computeFeatures} otherwise.
 *
 * @param set - A feature set of kind `frames`.
 */
export async function computeSequences(
	paths: readonly string[],
	set: string,
	sequence: SequenceOptions,
	options: ComputeFeaturesOptions = {},
): Promise<FeatureTable> {
	const { id, features } = getFeatureSet(set);
	const clips = await extractClips(paths, id, options);
	const x = zeros(paths.length, sequence.frames * features.length);
	for (const [r, { values }] of clips.entries()) {
		x.data.set(fitSequence(values, features.length, sequence), r * x.columns);
	}
	return { x, audioHashes: clips.map((clip) => clip.audioHash) };
}

/** Frames of many clips as they are. */
export interface FrameTable {
	/** A clip each, shape `[frames, features]`, in the order given. */
	readonly clips: readonly Matrix[];
	/** Hash of each clip's audio, see `ClipFeatures`. */
	readonly audioHashes: readonly string[];
}

/**
 * All frames of many clips, as {@link computeFeatures} otherwise.
 *
 * @param set - A feature set of kind `frames`.
 */
export async function computeFrames(
	paths: readonly string[],
	set: string,
	options: ComputeFeaturesOptions = {},
): Promise<FrameTable> {
	const { id, features } = getFeatureSet(set);
	const columns = features.length;
	const clips = await extractClips(paths, id, options);
	return {
		clips: clips.map(({ values }) => ({ rows: values.length / columns, columns, data: values })),
		audioHashes: clips.map((clip) => clip.audioHash),
	};
}

async function extractClips(
	paths: readonly string[],
	set: string,
	{
		variant = clean,
		cache = cacheFolder(),
		sounds,
		threads = availableParallelism(),
		signal,
		onProgress,
	}: ComputeFeaturesOptions,
): Promise<ClipFeatures[]> {
	const results = new Array<ClipFeatures>(paths.length);
	let next = 0;
	let done = 0;
	const workers = Array.from(
		{ length: Math.max(1, Math.min(threads, paths.length)) },
		() => new Worker(new URL("./feature-worker.ts", import.meta.url)),
	);
	try {
		await Promise.all(
			workers.map(async (worker) => {
				while (next < paths.length) {
					signal?.throwIfAborted();
					const i = next++;
					results[i] = await ask(worker, i, {
						path: paths[i] as string,
						set,
						variant,
						cache,
						sounds,
					});
					onProgress?.(++done, paths.length);
				}
			}),
		);
	} finally {
		await endWorkers(workers);
	}
	return results;
}

interface Answer extends ClipFeatures {
	readonly error?: { readonly code: ErrorCode; readonly message: string };
}

function ask(worker: Worker, id: number, task: ClipTask): Promise<ClipFeatures> {
	return new Promise((resolve, reject) => {
		const onMessage = (answer: Answer): void => {
			worker.off("error", onError);
			if (answer.error === undefined) resolve(answer);
			else reject(new UndertoneError(answer.error.code, answer.error.message));
		};
		const onError = (error: unknown): void => {
			worker.off("message", onMessage);
			reject(error);
		};
		worker.once("message", onMessage);
		worker.once("error", onError);
		worker.postMessage({ id, task });
	});
}
