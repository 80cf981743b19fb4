import {
	closeSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";

interface Holder {
	readonly pid: number;
	readonly host: string;
	/** ISO 8601. */
	readonly since: string;
	/** When the process began, in the kernel's ticks, where it tells: process numbers are used again. */
	readonly began: string | null;
}

const heartbeatMs = 10_000;
const staleMs = 35_000;

/**
 * Takes a data folder for this process.
 *
 * @returns What gives it back.
 * @throws {UndertoneError} `data-folder-locked` if a running process holds it; the message says which, and since
 *   when. The lock of a process that is gone is taken over.
 */
export function lockDataFolder(folder: string): () => void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const path = join(folder, "lock");
	for (let attempt = 0; attempt < 3; attempt++) {
		try {
			return take(path);
		} catch (cause) {
			if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
			const holder = readHolder(path);
			if (holder !== undefined && isHeld(holder, path)) {
				const where = holder.host === hostname() ? "" : ` on ${holder.host}`;
				throw new UndertoneError(
					"data-folder-locked",
					`The data folder "${folder}" is in use by process ${holder.pid}${where} since ${holder.since}. Stop that one, or set UNDERTONE_HOME to another folder.`,
					{ cause },
				);
			}
			rmSync(path, { force: true });
		}
	}
	throw new UndertoneError(
		"data-folder-locked",
		`The data folder "${folder}" could not be taken. Remove its file "lock".`,
	);
}

function take(path: string): () => void {
	const file = openSync(path, "wx", 0o600);
	const holder: Holder = {
		pid: process.pid,
		host: hostname(),
		since: new Date().toISOString(),
		began: beginningOf(process.pid),
	};
	writeSync(file, JSON.stringify(holder));
	closeSync(file);
	// Other machines (containers) on the same folder cannot see this process; they go by the time of the file.
	const heartbeat = setInterval(() => {
		try {
			utimesSync(path, new Date(), new Date());
		} catch {
			// The folder is gone; there is nothing left to hold.
		}
	}, heartbeatMs);
	heartbeat.unref();
	return () => {
		clearInterval(heartbeat);
		rmSync(path, { force: true });
	};
}

function readHolder(path: string): Holder | undefined {
	try {
		return JSON.parse(readFileSync(path, "utf8")) as Holder;
	} catch {
		return undefined;
	}
}

function isHeld({ pid, host, began }: Holder, path: string): boolean {
	if (host !== hostname()) return Date.now() - statSync(path).mtimeMs < staleMs;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
	}
	return began === null || began === beginningOf(pid);
}

/** Field 22 of Linux's /proc/PID/stat; null elsewhere. */
function beginningOf(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
	} catch {
		return null;
	}
}
