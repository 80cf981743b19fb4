/** Types, lint, dead code and architecture: everything that can be checked without running the program. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const bin = (name: string): string => join(import.meta.dirname, "../node_modules/.bin", name);
const steps: [string, string, string[]][] = [
	["types of the shared packages", bin("tsc"), ["-p", "tsconfig.shared.json"]],
	["types of the Node programs", bin("tsc"), ["-p", "tsconfig.node.json"]],
	["types of the studio", bin("tsc"), ["-p", "tsconfig.web.json"]],
	["lint and format", bin("biome"), ["check", "--error-on-warnings"]],
	["dead code", bin("knip"), []],
	["architecture", bin("vitest"), ["run", "--project", "node", "scripts/architecture.test.ts"]],
];
let failed = 0;
for (const [name, command, parameters] of steps) {
	const began = performance.now();
	const run = spawnSync(command, parameters, { encoding: "utf8", shell: process.platform === "win32" });
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	console.log(`${run.status === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
	if (run.status !== 0) {
		failed++;
		console.log(`${run.stdout ?? ""}${run.stderr ?? ""}`);
	}
}
process.exitCode = failed > 0 ? 1 : 0;
