import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

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
}
