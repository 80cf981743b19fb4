import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataFolder } from "./lock.ts";
import { openRecordings } from "./recordings.ts";
import { readSecret } from "./secret.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "undertone-folder-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const lockFile = (content: unknown) => writeFileSync(join(home, "lock"), JSON.stringify(content));
const since = "2026-01-01T00:00:00.000Z";

describe("lockDataFolder", () => {
	it("tells the second start who holds the folder and since when", () => {
		const release = lockDataFolder(home);
		expect(() => lockDataFolder(home)).toThrow(
			new RegExp(`is in use by process ${process.pid} since 20.*Z\\. Stop that one, or set UNDERTONE_HOME`),
		);
		release();
		lockDataFolder(home)();
	});

	it("takes over from a process that is gone", () => {
		const { pid } = spawnSync(process.execPath, ["--version"]);
		lockFile({ pid, host: hostname(), since, began: null });
		lockDataFolder(home)();
	});

	it.skipIf(process.platform !== "linux")(
		"is not fooled by a process that has got the number of one that is gone (Linux tells when it began)",
		() => {
			lockFile({ pid: process.pid, host: hostname(), since, began: "1" });
			lockDataFolder(home)();
		},
	);

	it("believes another machine for half a minute after its last sign", () => {
		lockFile({ pid: 1, host: "another", since, began: null });
		expect(() => lockDataFolder(home)).toThrow("process 1 on another since 2026");
		const longAgo = new Date(Date.now() - 60_000);
		utimesSync(join(home, "lock"), longAgo, longAgo);
		lockDataFolder(home)();
	});
});

describe("readSecret", () => {
	it("makes one that only this user can read, and keeps it", () => {
		const secret = readSecret(home);
		expect(secret).toMatch(/^[0-9a-f]{64}$/);
		expect(readSecret(home)).toBe(secret);
		expect(statSync(join(home, "secret")).mode & 0o777).toBe(0o600);
	});

	it("refuses an empty one", () => {
		writeFileSync(join(home, "secret"), "");
		expect(() => readSecret(home)).toThrow("must have at least 32 characters, got 0");
	});
});

describe("openRecordings", () => {
	it("leaves nothing of a stream that fails", async () => {
		const recordings = await openRecordings(home);
		async function* failing(): AsyncGenerator<Uint8Array> {
			yield new Uint8Array(10);
			throw Object.assign(new Error("no room"), { code: "ENOSPC" });
		}
		await expect(recordings.receive(failing())).rejects.toThrow("no room");
		expect(readdirSync(join(home, "incoming"))).toEqual([]);
	});

	it("stores nothing more when what is left of the disk is the database's", async () => {
		const recordings = await openRecordings(home, { reserveBytes: Number.POSITIVE_INFINITY });
		async function* some(): AsyncGenerator<Uint8Array> {
			yield new Uint8Array(10);
		}
		await expect(recordings.receive(some())).rejects.toThrow(
			"The server's disk is full. Nothing was stored.",
		);
		await expect(recordings.checkRoom()).rejects.toThrow("disk is full");
	});

	it("deletes files that no analysis refers to, and no others", async () => {
		const recordings = await openRecordings(home);
		mkdirSync(join(home, "recordings"), { recursive: true });
		for (const id of ["known", "stray"]) writeFileSync(join(home, "recordings", id), "x");
		await recordings.removeStrays(new Set(["known"]));
		expect([await recordings.size("known"), await recordings.size("stray")]).toEqual([1, null]);
	});
});
