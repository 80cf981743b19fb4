/**
 * Runs the test projects named on the command line (all of them without an argument), and closes with what failed and
 * one line, `N passed, N failed, N skipped`. Without a Chromium the browser projects are left out, which is said. A
 * file that failed though none of its tests did (its process died, its page or a hook failed) is run once more, which is
 * said too.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { findChromium } from "./chromium.ts";

const root = join(import.meta.dirname, "..");
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
const total = { passed: 0, skipped: 0 };
const failures: string[] = [];
const repeated: string[] = [];
for (const project of projects) {
	const first = runProject(project, filters);
	const broken = first.files.filter(isBroken);
	const again = broken.map(({ name }) => relative(root, name));
	repeated.push(...again.map((path) => `${project}: ${path}`));
	const last = again.length > 0 ? runProject(project, again) : first;
	const second = broken.map((file) => last.files.find(({ name }) => name === file.name) ?? file);
	for (const file of [...first.files.filter((file) => !broken.includes(file)), ...second]) {
		const count = (...statuses: string[]): number =>
			file.assertionResults.filter(({ status }) => statuses.includes(status)).length;
		total.passed += count("passed");
		total.skipped += count("skipped", "todo");
		failures.push(...failuresOf(file).map((failure) => `${project}: ${failure}`));
	}
	// A process that dies is an error of the first run too: where one did, the second run's outcome counts.
	if (last.outcome !== 0 && !failures.some((failure) => failure.startsWith(`${project}:`))) {
		failures.push(`${project}: ended with ${last.outcome} though no test failed; its output says why`);
	}
}
rmSync(folder, { recursive: true, force: true });
if (repeated.length > 0)
	console.log(`\nRun again, because they failed without a failing test:\n${repeated.join("\n")}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}`);
console.log(`\n${total.passed} passed, ${failures.length} failed, ${total.skipped} skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;

/** What Vitest's JSON reporter tells of a file, in the parts read here. */
interface FileReport {
	name: string;
	status: string;
	/** Why the file itself failed. */
	message: string;
	/** `pending` where there is no result, because the process had died before. */
	assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
}

function runProject(
	project: string,
	filters: readonly string[],
): { outcome: number | string; files: FileReport[] } {
	const report = join(folder, `${project}.json`);
	rmSync(report, { force: true });
	const { status, signal } = spawnSync(
		process.execPath,
		[
			join(root, "node_modules/vitest/vitest.mjs"),
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
	try {
		const { testResults } = JSON.parse(readFileSync(report, "utf8")) as { testResults: FileReport[] };
		return { outcome: status ?? String(signal), files: testResults };
	} catch (error) {
		return { outcome: `no report (${String(error)})`, files: [] };
	}
}

/** Whether a file failed though none of its tests did. */
function isBroken(file: FileReport): boolean {
	return file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed");
}

/** A line for every test of a file that failed, or for the file where it failed by itself. */
function failuresOf(file: FileReport): string[] {
	const path = relative(root, file.name);
	if (isBroken(file)) return [`${path}: ${firstLine(file.message) || "ended before its tests did"}`];
	return file.assertionResults
		.filter(({ status }) => status === "failed")
		.map(({ fullName, failureMessages }) => `${path}: ${fullName}: ${firstLine(failureMessages[0])}`);
}

function firstLine(text: string | undefined): string {
	return text?.split("\n", 1)[0] ?? "";
}
