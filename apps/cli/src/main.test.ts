import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runUndertone } from "./testing/run-undertone.ts";
import { listVerbs } from "./verb-table.ts";

const verbs = listVerbs().flatMap(([, group]) => group.map(([name]) => name));
/** A Node older than 24, where there is one beside the packaged one. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => {
	const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
	return /^v(1\d|2[0-3])\./.test(stdout ?? "");
});

describe("undertone", () => {
	it("lists every verb in its help", async () => {
		const { code, out, err } = await runUndertone(["--help"]);
		expect({ code, err }).toEqual({ code: 0, err: "" });
		for (const verb of verbs) expect(out).toContain(`  ${verb} `);
		expect((await runUndertone([])).out).toBe(out);
	});

	it("starts quickly: the best of three --help within 0.5 s of the processor", async () => {
		// Its own time, not that of a machine that does other things as well.
		const script = "process.on('exit', () => console.error(JSON.stringify(process.cpuUsage())))";
		const hook = `--import=data:text/javascript,${encodeURIComponent(script)}`;
		const seconds: number[] = [];
		for (let i = 0; i < 3; i++) {
			const { err } = await runUndertone(["--help"], { environment: { NODE_OPTIONS: hook } });
			const { user, system } = JSON.parse(err.trim().split("\n").at(-1) ?? "") as NodeJS.CpuUsage;
			seconds.push((user + system) / 1e6);
		}
		expect(Math.min(...seconds)).toBeLessThan(0.5);
	});

	it.each(verbs)("explains %s with usage and examples", async (verb) => {
		const { code, out } = await runUndertone([verb, "--help"]);
		expect(code).toBe(0);
		expect(out).toMatch(new RegExp(`Usage: undertone ${verb}`));
		expect(out).toMatch(/Examples:\n {2}undertone /);
		expect(out).not.toMatch(/undefined/);
	});

	it("says its version", async () => {
		expect((await runUndertone(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
	});

	it.each([
		[
			"an unknown verb",
			["analyse"],
			/^undertone: there is no verb "analyse", expected one of .*Did you mean "analyze"\?\n$/,
		],
		[
			"an unknown option",
			["analyze", "--modle", "x"],
			/^undertone: analyze: .*'--modle'.*See undertone analyze --help\.\n$/,
		],
		["nothing to analyse", ["analyze"], /^undertone: analyze: name a file or folder/],
		["an option without its value", ["analyze", "x.wav", "--model"], /^undertone: analyze: .*--model/],
		[
			"a limit that is no number",
			["analyze", "x", "--max-duration", "long"],
			/number of minutes over 0, got "long"/,
		],
		["an unknown export", ["analyze", "x", "--export", "docx"], /no format "docx", expected one of textgrid/],
	])("answers %s with one sentence, exit code 2 and no stack", async (_, parameters, sentence) => {
		const { code, out, err } = await runUndertone(parameters);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toMatch(sentence);
		expect(err).not.toMatch(/\n\s+at /);
		expect(err.trim().split("\n")).toHaveLength(1);
	});

	it("shows a stack when asked to", async () => {
		const { err } = await runUndertone(["analyse"], { environment: { UNDERTONE_DEBUG: "1" } });
		expect(err).toMatch(/\n\s+at /);
	});

	it("writes no colour into a pipe, unless asked to", async () => {
		const colour = "\u001b[";
		expect((await runUndertone(["--help"])).out).not.toContain(colour);
		expect((await runUndertone(["--help"], { environment: { FORCE_COLOR: "1" } })).out).toContain(colour);
		const both = { FORCE_COLOR: "1", NO_COLOR: "1" };
		expect((await runUndertone(["--help"], { environment: both })).out).not.toContain(colour);
	});

	it.skipIf(oldNode === undefined)("runs where only an older Node is installed (needs one)", async () => {
		const node = oldNode as string;
		expect((await runUndertone(["--version"], { node })).out).toMatch(/^\d+\.\d+\.\d+\n$/);
		expect((await runUndertone(["nothing"], { node })).code).toBe(2);
	});
});
