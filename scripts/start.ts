/** `npm start`: builds the studio's page when its sources are newer than the last build, then serves it. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildWebIfStale } from "./build-web.ts";

await buildWebIfStale();
const server = spawn(
	process.execPath,
	[join(import.meta.dirname, "../apps/cli/bin/undertone.js"), "serve", ...process.argv.slice(2)],
	{ stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code, signal) => {
	process.exitCode = signal === null ? (code ?? 1) : 0;
});
