import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { twoPhrasesFile, workbench } from "../testing/workbench.ts";

const { model } = workbench();
/** The samples behind the 44 bytes of the header. */
const input = new Uint8Array(readFileSync(twoPhrasesFile)).subarray(44);

interface Line {
	readonly type: string;
	readonly end: number;
	readonly label: string | null;
	readonly time: number;
}

describe("undertone live", () => {
	it("gives a result every half second of standard input, and an event when a condition comes true", async () => {
		const { code, out } = await runUndertone(
			["live", "--json", "--model", model, "--when", "happy:0.6:0.5"],
			{ input },
		);
		expect(code).toBe(0);
		const lines = out
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line) as Line);
		const results = lines.filter(({ type }) => type === "result");
		expect(results.map(({ end }) => end)).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
		expect(results.at(-1)?.label).toBe("happy");
		const events = lines.filter(({ type }) => type === "event");
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({ label: "happy", score: expect.any(Number), seconds: 0.5 });
	});

	it("prints a line whenever the answer changes", async () => {
		const { out } = await runUndertone(["live", "--model", model], { input });
		expect(out).toMatch(/^ +0\.5 s {2}not scored/);
		expect(out).toMatch(/sounds most like happiness \(\d+ %\)/);
	});

	it.each([
		["a file", ["live", "x.wav"], /takes no file, got "x.wav"\. For files there is undertone analyze/],
		[
			"a condition that is none",
			["live", "--when", "angry"],
			/--when must be LABEL:SCORE:SECONDS.*got "angry"/,
		],
		[
			"a label that the model lacks",
			["live", "--when", "bored:0.5:1"],
			/does not know "bored", expected one of neutral, happy, angry/,
		],
		["no sound", ["live"], /standard input holds no sound/],
	])("answers %s with one sentence and exit code 2", async (_, parameters, sentence) => {
		const { code, err } = await runUndertone([...parameters, "--model", model]);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
		expect(err.trim().split("\n")).toHaveLength(1);
	});
});
