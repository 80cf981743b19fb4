import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = join(import.meta.dirname, "..");

/** Milliseconds since the epoch of the newest file below a folder. */
function newest(folder: string): number {
	let latest = 0;
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
		if (!entry.isFile()) continue;
		latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
	}
	return latest;
}

/**
 * Builds `apps/web/dist` unless it is newer than every source it is made from.
 *
 * @throws {Error} If the build fails; its output has been shown.
 */
export async function buildWebIfStale(): Promise<void> {
	const built = join(root, "apps/web/dist/index.html");
	const shared = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "src"));
	const sources = [join(root, "apps/web/src"), join(root, "models"), ...shared].filter((path) =>
		existsSync(path),
	);
	const files = ["package-lock.json", "apps/web/index.html", "apps/web/vite.config.ts"].map((path) =>
		join(root, path),
	);
	const latest = Math.max(...sources.map(newest), ...files.map((path) => statSync(path).mtimeMs));
	if (existsSync(built) && statSync(built).mtimeMs >= latest) return;
	console.log("Building the studio's page (once, some seconds) …");
	const run = spawnSync(
		process.execPath,
		[join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
		{
			cwd: join(root, "apps/web"),
			stdio: "inherit",
		},
	);
	if (run.status !== 0) throw new Error("The studio's page could not be built; see the lines above.");
	compress(join(root, "apps/web/dist/assets"));
}

/** Puts a `.gz` beside every asset, which the server sends to whoever takes it (onnxruntime is 14 MB without). */
function compress(folder: string): void {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (name.endsWith(".gz") || statSync(path).size < 1024) continue;
		writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
	}
}
