import { readFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import { float16Bits, float16Values } from "@undertone/onnx";
import { writeAtomically } from "../write-atomically.ts";
import type { FaceFit } from "./fit-face.ts";

/** What a file of weights says of them. */
interface Header extends Omit<FaceFit, "weights"> {
	readonly version: 1;
	/** Of the training. */
	readonly key: string;
	/** How many numbers each has. */
	readonly weights: number;
	readonly running: number;
}

/**
 * Writes a trained network's weights: the length of a JSON header (32 bits), the header, and all numbers in half
 * precision, little endian.
 */
export async function keepWeights(path: string, key: string, { weights, ...fit }: FaceFit): Promise<void> {
	const header: Header = {
		...fit,
		version: 1,
		key,
		weights: weights.weights.length,
		running: weights.running.length,
	};
	const text = new TextEncoder().encode(JSON.stringify(header));
	const bytes = new Uint8Array(4 + text.length + 2 * (header.weights + header.running));
	const view = new DataView(bytes.buffer);
	view.setUint32(0, text.length, true);
	bytes.set(text, 4);
	let at = 4 + text.length;
	for (const part of [weights.weights, weights.running]) {
		for (const half of float16Bits(part)) {
			view.setUint16(at, half, true);
			at += 2;
		}
	}
	await writeAtomically(path, bytes);
}

/**
 * Reads what {@link keepWeights} wrote; undefined if there is no such file, or it is of another training.
 *
 * @throws {UndertoneError} `file-unreadable` if it is damaged.
 */
export async function readKeptWeights(path: string, key: string): Promise<FaceFit | undefined> {
	const bytes = await readFile(path).catch(() => undefined);
	if (bytes === undefined) return undefined;
	const damaged = (cause?: unknown): UndertoneError =>
		new UndertoneError(
			"file-unreadable",
			`${path} must be a whole file of trained weights, but it is damaged. Delete it to train anew.`,
			{ cause },
		);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 4) throw damaged();
	const start = 4 + view.getUint32(0, true);
	let header: Header;
	try {
		header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(4, start)));
	} catch (cause) {
		throw damaged(cause);
	}
	const { version, key: own, weights, running, ...fit } = header;
	if (version !== 1 || bytes.length !== start + 2 * (weights + running)) throw damaged();
	if (own !== key) return undefined;
	const numbers = (from: number, count: number): Float32Array =>
		float16Values(
			Uint16Array.from({ length: count }, (_, i) => view.getUint16(start + 2 * (from + i), true)),
		);
	return { ...fit, weights: { weights: numbers(0, weights), running: numbers(weights, running) } };
}
