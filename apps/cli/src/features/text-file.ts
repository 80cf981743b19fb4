import { type FileHandle, open, rename, rm } from "node:fs/promises";

/** A file that grows under another name until it is whole. */
export interface TextFile {
	write(text: string | Uint8Array): Promise<void>;
	/** @returns The path. */
	finish(): Promise<string>;
	abandon(): Promise<void>;
}

const bufferBytes = 1 << 20;

/**
 * Begins a file at `path`, written as `path.part` until `finish`.
 *
 * @throws The system's error where it cannot be written (`ENOENT`, `EACCES`, `ENOSPC`).
 */
export async function createTextFile(path: string): Promise<TextFile> {
	const temporary = `${path}.part`;
	const handle: FileHandle = await open(temporary, "w");
	// One buffer for all that is written: a table of an hour would otherwise leave megabytes of garbage a second.
	const buffer = Buffer.allocUnsafe(bufferBytes);
	let size = 0;
	const flush = async (): Promise<void> => {
		await handle.writeFile(buffer.subarray(0, size));
		size = 0;
	};
	return {
		write: async (part) => {
			// A character takes three bytes of UTF-8 at most.
			const most = typeof part === "string" ? 3 * part.length : part.length;
			if (size + most > bufferBytes) await flush();
			if (most > bufferBytes) await handle.writeFile(part);
			else if (typeof part === "string") size += buffer.write(part, size);
			else {
				buffer.set(part, size);
				size += part.length;
			}
		},
		finish: async () => {
			await flush();
			await handle.close();
			await rename(temporary, path);
			return path;
		},
		abandon: async () => {
			await handle.close().catch(() => undefined);
			await rm(temporary, { force: true });
		},
	};
}
