#!/usr/bin/env node
// Starts the command line on Node 24 or newer: on an older Node it runs the one that the npm package `node`
// brought along, with the same arguments, streams, signals and exit code.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [major] = process.versions.node.split(".").map(Number);

if (major >= 24) {
	// What Node has compiled once is kept, which makes every later start two or three times faster.
	module.enableCompileCache(join(cacheFolder(), "compiled"));
	const { main } = await import("../src/main.ts");
	await main(process.argv.slice(2));
} else {
	startOnPackagedNode();
}

/** As packages/corpora/src/cache-folder.ts says, which is TypeScript and would cost what the cache saves. */
function cacheFolder() {
	const { UNDERTONE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (UNDERTONE_CACHE) return UNDERTONE_CACHE;
	if (process.platform === "win32") return join(LOCALAPPDATA ?? homedir(), "undertone/Cache");
	if (process.platform === "darwin") return join(homedir(), "Library/Caches/undertone");
	return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "undertone");
}

function packagedNode() {
	try {
		const manifest = createRequire(import.meta.url).resolve("node/package.json");
		const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
		const path = join(dirname(manifest), typeof bin === "string" ? bin : bin.node);
		return [path, `${path}.exe`].find((candidate) => existsSync(candidate));
	} catch {
		return undefined;
	}
}

function startOnPackagedNode() {
	const node = packagedNode();
	if (node === undefined) {
		process.stderr.write(
			`undertone: needs Node 24 or newer, got ${process.versions.node}, and the npm package "node" that brings it is ` +
				"not installed. Run npm ci in the project's folder.\n",
		);
		process.exitCode = 2;
		return;
	}
	const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
	const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
	const pass = signals.map((signal) => {
		const handler = () => child.kill(signal);
		process.on(signal, handler);
		return () => process.off(signal, handler);
	});
	child.on("error", (error) => {
		process.stderr.write(`undertone: cannot start ${node}: ${error.message}. Run npm ci in the project's folder.\n`);
		process.exitCode = 2;
	});
	child.on("exit", (code, signal) => {
		for (const stop of pass) stop();
		process.exitCode = signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
	});
}
