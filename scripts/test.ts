/**
 * Runs the test projects named on the command line (all of them without an argument) and closes with one line,
 * `N passed, N failed, N skipped`. Without a Chromium the browser projects are left out, which is said.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium.ts";

const all = ["node", "browser", "e2e"];
const words = process.argv.slice(2);
const wanted = words.filter((word) => all.includes(word));
const filters = words.filter((word) => !all.includes(word));
let projects = wanted.length > 0 ? wanted : all;
if (findChromium() === undefined && projects.some((name) => name !== "node")) {
	console.log(
		"Skipped: the browser and e2e tests, because no Chromium was found. Install one (Debian: apt-get install chromium) or set UNDERTONE_CHROMIUM.",
	);
	projects = projects.filter((name) => name === "node");
}

const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
const total = { passed: 0, failed: 0, skipped: 0 };
let broken = false;
for (const project of projects) {
	const report = join(folder, `${project}.json`);
	const run = spawnSync(
		process.execPath,
		[
			join(import.meta.dirname, "../node_modules/vitest/vitest.mjs"),
			"run",
			"--project",
			project,
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${report}`,
			"--passWithNoTests",
			...filters,
		],
		{ stdio: ["ignore", "inherit", "inherit"] },
	);
	if (run.status !== 0) broken = true;
	try {
		const counts: unknown = JSON.parse(readFileSync(report, "utf8"));
		const count = (key: string): number => Number((counts as Record<string, unknown>)[key] ?? 0);
		total.passed += count("numPassedTests");
		total.failed += count("numFailedTests");
		total.skipped += count("numPendingTests") + count("numTodoTests");
	} catch {
		broken = true;
	}
}
rmSync(folder, { recursive: true, force: true });
if (broken && total.failed === 0) total.failed = 1;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
