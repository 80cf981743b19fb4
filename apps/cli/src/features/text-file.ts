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
	let parts: (string | Uint8Array)[] = [];
	let size = 0;
	const flush = async (): Promise<void> => {
		const chunk = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
		parts = [];
		size = 0;
		await handle.writeFile(chunk);
	};
	return {
		write: async (part) => {
			parts.push(part);
			size += part.length;
			if (size >= bufferBytes) await flush();
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
