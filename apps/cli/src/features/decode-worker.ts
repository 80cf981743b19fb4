/**
 * A worker thread that decodes one file. It is one for its memory's sake: the heap that grew with what a decoder left
 * behind, up to 80 MB for an hour of Vorbis, goes with it.
 */
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { UndertoneError } from "@undertone/core";
import type { DecodeOutcome, DecodeTask } from "./decode-to-file.ts";
import { monoPieces, openFrom } from "./mono-pieces.ts";

parentPort?.postMessage(await decode(workerData as DecodeTask));

async function decode({ path, rate, fd }: DecodeTask): Promise<DecodeOutcome> {
	const handle = await open(path);
	try {
		const audio = await openFrom(handle, basename(path));
		if (audio === null) throw new Error(`"${path}" was changed while it was read.`);
		let length = 0;
		const mono = monoPieces(audio, rate);
		let next = await mono.next();
		for (; next.done !== true; next = await mono.next()) {
			const { buffer, byteOffset, byteLength } = next.value;
			writeFileSync(fd, new Uint8Array(buffer, byteOffset, byteLength));
			length += byteLength / 4;
		}
		return { stored: next.value, length };
	} catch (error) {
		if (error instanceof UndertoneError) return { code: error.code, message: error.message };
		throw error;
	} finally {
		await handle.close();
	}
}
