import { createHash, randomUUID } from "node:crypto";
import { createReadStream, type ReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sniffFormat } from "@undertone/audio";
import { ApiError } from "../http/api-error.ts";

/** An upload that lies in the folder `incoming` until it is kept or discarded. */
export interface Upload {
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	/** Of the bytes, in lower-case hexadecimal. */
	readonly sha256: string;
	/** What the content looks like, or null when it is no audio. */
	readonly container: string | null;
	/** "text", "a PDF document": for a message. */
	readonly description: string;
	discard(): Promise<void>;
}

/** The audio of the data folder: files that only the server's own user can read. */
export interface Recordings {
	/**
	 * Refuses to store anything more when the disk is nearly full: the database needs the rest, and would stop
	 * in the middle of a write without it.
	 *
	 * @throws {ApiError} `disk-full`.
	 */
	checkRoom(): Promise<void>;
	/**
	 * Writes a stream to disk; if it fails or breaks off, nothing is left.
	 *
	 * @throws {ApiError} `disk-full`.
	 */
	receive(stream: AsyncIterable<Uint8Array>): Promise<Upload>;
	/** Moves an upload to where it stays; durable when this returns. */
	keep(upload: Upload, id: string): Promise<void>;
	remove(ids: readonly string[]): Promise<void>;
	/** Bytes, or null where there is no such recording. */
	size(id: string): Promise<number | null>;
	read(id: string, range?: { readonly start: number; readonly end: number }): ReadStream;
	/**
	 * Deletes recordings that no analysis refers to, and uploads that came to nothing: a crash leaves such.
	 * Where other processes use the folder too, what is younger than a day may be theirs, and stays.
	 */
	removeStrays(known: ReadonlySet<string>): Promise<void>;
}

/** How much of a file is looked at to tell its type. */
const headBytes = 65_536;

/** Bytes that stay free for the database: some of its log's segments of 16 MiB. */
const reserve = 64 * 2 ** 20;

const day = 24 * 3600 * 1000;

/**
 * Recordings in a data folder, which is made if need be.
 *
 * @param options - `alone` if no other process uses the folder; `reserveBytes` stay free on its disk.
 */
export async function openRecordings(
	home: string,
	{ alone = true, reserveBytes = reserve }: { readonly alone?: boolean; readonly reserveBytes?: number } = {},
): Promise<Recordings> {
	const incoming = join(home, "incoming");
	const folder = join(home, "recordings");
	await mkdir(incoming, { recursive: true, mode: 0o700 });
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const at = (id: string): string => join(folder, id);
	const remove = async (ids: readonly string[]): Promise<void> => {
		for (const id of ids) await rm(at(id), { force: true });
	};
	const removeOld = async (path: string): Promise<void> => {
		const found = await stat(path).catch(() => null);
		if (found !== null && (alone || Date.now() - found.mtimeMs > day)) await rm(path, { force: true });
	};
	const checkRoom = async (): Promise<void> => {
		const { bavail, bsize } = await statfs(home);
		if (bavail * bsize < reserveBytes) throw new ApiError("disk-full");
	};
	return {
		checkRoom,
		receive: async (stream) => {
			await checkRoom();
			const path = join(incoming, randomUUID());
			const discard = (): Promise<void> => rm(path, { force: true });
			try {
				return { path, discard, ...(await write(path, stream)) };
			} catch (error) {
				await discard();
				throw error;
			}
		},
		keep: async (upload, id) => {
			await rename(upload.path, at(id));
			await syncFolder(dirname(at(id)));
		},
		remove,
		size: async (id) => {
			const found = await stat(at(id)).catch(() => null);
			return found?.size ?? null;
		},
		read: (id, range) => createReadStream(at(id), range),
		removeStrays: async (known) => {
			for (const path of await readdir(incoming)) await removeOld(join(incoming, path));
			for (const id of await readdir(folder)) if (!known.has(id)) await removeOld(at(id));
		},
	};
}

async function write(
	path: string,
	stream: AsyncIterable<Uint8Array>,
): Promise<Pick<Upload, "size" | "sha256" | "container" | "description">> {
	const file = await open(path, "wx", 0o600);
	const hash = createHash("sha256");
	const head: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of stream) {
			hash.update(chunk);
			if (size < headBytes) head.push(chunk);
			size += chunk.length;
			await file.writeFile(chunk);
		}
		await file.sync();
	} finally {
		await file.close();
	}
	const { container, description } = sniffFormat(Buffer.concat(head));
	return { size, sha256: hash.digest("hex"), container, description };
}

/** Makes a rename durable; Windows cannot and need not. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
