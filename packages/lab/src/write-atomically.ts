import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { UndertoneError } from "@undertone/core";

/**
 * Writes a file so that a reader, a crash or a full disk never leaves half of it: to a name of its own first,
 * flushed to the disk, then renamed.
 *
 * @param options - `flush` waits until the disk has it; without, a power cut may leave an empty file, which only a
 *   cache can bear.
 * @throws {UndertoneError} `disk-full` if there is no room; the old file is then untouched.
 */
export async function writeAtomically(
	path: string,
	content: string | Uint8Array,
	{ flush = true }: { readonly flush?: boolean } = {},
): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
	try {
		const file = await open(temporary, "w");
		try {
			await file.writeFile(content);
			if (flush) await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (cause) {
		await rm(temporary, { force: true });
		if ((cause as NodeJS.ErrnoException).code === "ENOSPC") {
			throw new UndertoneError(
				"disk-full",
				`There must be room for "${path}", but the disk is full. Nothing was changed; free some space and go on.`,
				{ cause },
			);
		}
		throw cause;
	}
}
