import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeAtomically } from "./write-atomically.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "undertone-write-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Whether this process may make a file system of its own, which a full disk needs. */
function canMount(): boolean {
	const probe = mkdtempSync(join(tmpdir(), "undertone-mount-"));
	const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", probe]).status === 0;
	if (mounted) spawnSync("umount", [probe]);
	rmSync(probe, { recursive: true, force: true });
	return mounted;
}

describe("writeAtomically", () => {
	it("writes a file, in folders that did not exist, and leaves nothing else", async () => {
		await writeAtomically(join(folder, "a/b/c.txt"), "one");
		await writeAtomically(join(folder, "a/b/c.txt"), "two");
		expect(readFileSync(join(folder, "a/b/c.txt"), "utf8")).toBe("two");
		expect(readdirSync(join(folder, "a/b"))).toEqual(["c.txt"]);
	});

	it.skipIf(!canMount())(
		"keeps the old file when the disk is full, and says so (skipped where a file system cannot be mounted)",
		async () => {
			spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
			try {
				const path = join(folder, "result.json");
				await writeAtomically(path, "the old result");
				await expect(writeAtomically(path, "x".repeat(200_000))).rejects.toThrow(
					/the disk is full\. Nothing was changed; free some space/,
				);
				expect(readFileSync(path, "utf8")).toBe("the old result");
				expect(readdirSync(folder)).toEqual(["result.json"]);
			} finally {
				spawnSync("umount", [folder]);
			}
		},
	);
});
