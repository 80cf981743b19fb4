/**
 * A process that decodes one file. It is one for its memory's sake: what a decoder leaves behind, up to 100 MB for an hour
 * of Vorbis, a thread would not give back.
 */
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { UndertoneError } from "@undertone/core";
import { type DecodeOutcome, type DecodeTask, outputFd } from "./decode-to-file.ts";
import { monoPieces, openFrom } from "./mono-pieces.ts";

// Nobody waits for the result any more.
process.once("disconnect", () => process.exit());
process.once("message", async (task: DecodeTask) => {
	process.send?.(await decode(task), () => process.disconnect());
});

async function decode({ path, rate }: DecodeTask): Promise<DecodeOutcome> {
	const handle = await open(path);
	try {
		const audio = await openFrom(handle, basename(path));
		if (audio === null) throw new Error(`"${path}" was changed while it was read.`);
		let length = 0;
		const mono = monoPieces(audio, rate);
		let next = await mono.next();
		for (; next.done !== true; next = await mono.next()) {
			const { buffer, byteOffset, byteLength } = next.value;
			writeFileSync(outputFd, new Uint8Array(buffer, byteOffset, byteLength));
			length += byteLength / 4;
		}
		return { stored: next.value, length };
	} catch (error) {
		if (error instanceof UndertoneError) return { code: error.code, message: error.message };
		if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
			return {
				code: "disk-full",
				message: `There must be room for the samples of "${path}" in the cache folder, but the disk is full. Free some space, or name another folder by UNDERTONE_CACHE.`,
			};
		}
		throw error;
	} finally {
		await handle.close();
	}
}
