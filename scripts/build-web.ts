/** `node scripts/build-web.ts`: builds the studio's page, which `npm start` does by itself. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = join(import.meta.dirname, "..");
const web = join(root, "apps/web");

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
	const built = join(web, "dist/index.html");
	const shared = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "src"));
	const sources = [join(web, "src"), join(web, "public"), join(root, "models"), ...shared].filter((path) =>
		existsSync(path),
	);
	const files = [
		"package-lock.json",
		"scripts/build-web.ts",
		"apps/web/index.html",
		"apps/web/vite.config.ts",
	].map((path) => join(root, path));
	const latest = Math.max(...sources.map(newest), ...files.map((path) => statSync(path).mtimeMs));
	if (existsSync(built) && statSync(built).mtimeMs >= latest) return;
	console.log("Building the studio's page (once, some seconds) …");
	buildWeb(join(web, "dist"));
}

/**
 * Builds the studio's page, always as it is shipped: whoever starts the build (a test, a container) has its own
 * `NODE_ENV`, from which React's development build would follow.
 *
 * @param folder - Where the page goes; what it held is removed.
 * @throws {Error} If the build fails; its output has been shown.
 */
export function buildWeb(folder: string): void {
	const run = spawnSync(
		process.execPath,
		[
			join(root, "node_modules/vite/bin/vite.js"),
			"build",
			"--logLevel",
			"warn",
			"--outDir",
			folder,
			"--emptyOutDir",
		],
		{ cwd: web, stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
	);
	if (run.status !== 0) throw new Error("The studio's page could not be built; see the lines above.");
	compress(join(folder, "assets"));
}

/** Puts a `.gz` beside every asset, which the server sends to whoever takes it (onnxruntime is 14 MB without). */
function compress(folder: string): void {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (name.endsWith(".gz") || statSync(path).size < 1024) continue;
		writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
	}
}

if (import.meta.main) await buildWebIfStale();
