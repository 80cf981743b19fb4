import { fork } from "node:child_process";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorCode, UndertoneError } from "@undertone/core";
import type { SignalPieces } from "@undertone/speech";

/** What the decoding process is told. */
export interface DecodeTask {
	readonly path: string;
	/** Hz. */
	readonly rate: number;
}

/** Where it writes 32-bit floats. */
export const outputFd = 3;

/** What it answers. */
export type DecodeOutcome =
	| {
			/** Samples of a channel as stored. */
			readonly stored: number;
			/** Samples written. */
			readonly length: number;
	  }
	| { readonly code: ErrorCode; readonly message: string };

/** Mono samples that lie on the disk. */
export interface DecodedFile extends SignalPieces {
	/** Samples of a channel before they were resampled. */
	readonly stored: number;
	close(): Promise<void>;
}

/**
 * Decodes a recording, in a process of its own, to a file of mono samples that has no name.
 *
 * @param options - The rate in Hz; the folder where the file lies, 4 bytes a sample; samples of a piece.
 * @throws {UndertoneError} As `decodeAudio`.
 */
export async function decodeToFile(
	path: string,
	{
		rate,
		folder,
		pieceLength,
	}: { readonly rate: number; readonly folder: string; readonly pieceLength: number },
): Promise<DecodedFile> {
	await mkdir(folder, { recursive: true });
	const name = join(folder, `decoded.${process.pid}.${Math.random().toString(36).slice(2)}.part`);
	const handle = await open(name, "wx+", 0o600);
	try {
		// Without a name it is gone when it is closed, whatever ends the program.
		await rm(name);
		const outcome = await runProcess({ path, rate }, handle.fd);
		if ("code" in outcome) throw new UndertoneError(outcome.code, outcome.message);
		const { stored, length } = outcome;
		return {
			stored,
			length,
			pieces: () => floatsOf(handle, length, pieceLength),
			close: () => handle.close(),
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

function runProcess(task: DecodeTask, output: number): Promise<DecodeOutcome> {
	const child = fork(new URL("./decode-process.ts", import.meta.url), {
		execArgv: [],
		stdio: ["ignore", "ignore", "inherit", output, "ipc"],
	});
	return new Promise((resolve, reject) => {
		let outcome: DecodeOutcome | null = null;
		child.once("message", (message) => {
			outcome = message as DecodeOutcome;
		});
		child.once("error", reject);
		child.once("exit", (code, signal) => {
			if (outcome === null)
				reject(new Error(`The decoding process ended with ${code ?? signal} and no result.`));
			else resolve(outcome);
		});
		child.send(task);
	});
}

/** The first `length` floats of a file, `count` at a time. */
async function* floatsOf(handle: FileHandle, length: number, count: number): AsyncGenerator<Float32Array> {
	for (let from = 0; from < length; from += count) {
		const piece = new Float32Array(Math.min(count, length - from));
		await handle.read(piece, 0, piece.byteLength, 4 * from);
		yield piece;
	}
}
