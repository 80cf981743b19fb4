import { UndertoneError } from "@undertone/core";
import type { Progress } from "../estimator.ts";

/** Everything a training needs to go on after a kill; random numbers follow from seed and epoch. */
export interface TrainingState {
	/** Epochs done. */
	epoch: number;
	/** Optimiser steps done. */
	step: number;
	bestEpoch: number;
	bestScore: number;
	curves: Progress[];
	/** Samples that the running average of weights holds so far. */
	averaged: number;
	weights: Float32Array;
	mean: Float32Array;
	square: Float32Array;
	running: Float32Array;
	bestWeights: Float32Array;
	bestRunning: Float32Array;
	averageWeights: Float32Array;
	averageRunning: Float32Array;
}

const arrays = [
	"weights",
	"mean",
	"square",
	"running",
	"bestWeights",
	"bestRunning",
	"averageWeights",
	"averageRunning",
] as const;

/**
 * A training's state as bytes: the length of a JSON header, the header, then float32 arrays, little endian.
 *
 * @param key - What the state belongs to (seed, settings, data); resuming with another key is refused.
 */
export function encodeTrainingState(state: TrainingState, key: string): Uint8Array<ArrayBuffer> {
	const { epoch, step, bestEpoch, bestScore, curves, averaged } = state;
	const lengths = arrays.map((name) => state[name].length);
	const best = Number.isFinite(bestScore) ? bestScore : null;
	const header = { version: 1, key, epoch, step, bestEpoch, bestScore: best, curves, averaged, lengths };
	const text = new TextEncoder().encode(JSON.stringify(header));
	const bytes = new Uint8Array(4 + text.length + 4 * lengths.reduce((sum, length) => sum + length, 0));
	new DataView(bytes.buffer).setUint32(0, text.length, true);
	bytes.set(text, 4);
	let at = 4 + text.length;
	for (const name of arrays) {
		const { buffer, byteOffset, byteLength } = state[name];
		bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
		at += byteLength;
	}
	return bytes;
}

/**
 * Reads what {@link encodeTrainingState} wrote.
 *
 * @throws {UndertoneError} `file-unreadable` if the bytes are cut short or belong to another training.
 */
export function decodeTrainingState(bytes: Uint8Array, key: string): TrainingState {
	const refuse = (what: string, cause?: unknown): UndertoneError =>
		new UndertoneError(
			"file-unreadable",
			`The checkpoint must be a whole one of the same training, but ${what}. Delete it to start anew.`,
			{ cause },
		);
	if (bytes.length < 4) throw refuse("it is cut short");
	const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
	let header: Omit<TrainingState, (typeof arrays)[number] | "bestScore"> & {
		version: number;
		key: string;
		lengths: number[];
		bestScore: number | null;
	};
	try {
		header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(4, 4 + length)));
	} catch (cause) {
		throw refuse("its header is damaged", cause);
	}
	if (header.version !== 1) throw refuse(`its version is ${header.version}, not 1`);
	if (header.key !== key) throw refuse("it belongs to other settings or data");
	const total = header.lengths.reduce((sum, count) => sum + count, 0);
	if (bytes.length !== 4 + length + 4 * total) throw refuse("it is cut short");
	let at = 4 + length;
	const take = (i: number): Float32Array => {
		const end = at + 4 * (header.lengths[i] ?? 0);
		const part = new Float32Array(bytes.slice(at, end).buffer);
		at = end;
		return part;
	};
	const [weights, mean, square, running, bestWeights, bestRunning, averageWeights, averageRunning] =
		arrays.map((_, i) => take(i)) as [
			Float32Array,
			Float32Array,
			Float32Array,
			Float32Array,
			Float32Array,
			Float32Array,
			Float32Array,
			Float32Array,
		];
	const { epoch, step, bestEpoch, curves, averaged } = header;
	return {
		epoch,
		step,
		bestEpoch,
		curves,
		averaged,
		bestScore: header.bestScore ?? Number.NEGATIVE_INFINITY,
		weights,
		mean,
		square,
		running,
		bestWeights,
		bestRunning,
		averageWeights,
		averageRunning,
	};
}
