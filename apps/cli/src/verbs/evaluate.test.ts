import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { speechFile, workbench } from "../testing/workbench.ts";

const { folder, model, write } = workbench();
const clips = join(folder, "clips");
mkdirSync(clips);
const environment = { UNDERTONE_CACHE: join(folder, "cache") };
const results = join(folder, "results");
const low = speechFile;
const high = speechFile.replace(".wav", "-high.wav");

/** A table of labelled clips; the low voice is "neutral" to the test model, the high one "happy". */
function corpus(
	name: string,
	rows: readonly (readonly [voice: string, speaker: string, emotion: string])[],
): string {
	const lines = rows.map(([voice, speaker, emotion], i) => {
		const file = `${name}-${i}.wav`;
		copyFileSync(voice, join(clips, file));
		return `${file},${speaker},${emotion}`;
	});
	return `csv:${write(join("clips", `${name}.csv`), `file,speaker,emotion\n${lines.join("\n")}\n`)}`;
}

async function evaluate(...parameters: string[]) {
	return runUndertone(["evaluate", "--model", model, "--results", results, ...parameters], { environment });
}

describe("undertone evaluate", () => {
	it("counts what is right and wrong, maps calm to neutral, leaves out what the model does not know", async () => {
		const name = corpus("mixed", [
			[low, "a", "neutral"],
			[low, "a", "calm"],
			[low, "b", "happy"],
			[high, "b", "happy"],
			[high, "b", "sad"],
		]);
		const { code, out } = await evaluate("--corpus", name, "--json");
		expect(code).toBe(0);
		const ledger = readFileSync(join(results, "ledger.csv"), "utf8");
		expect(ledger).toMatch(/Z,evaluate\/linear-test@1,clips,cross-corpus,none:0,/);
		const result = JSON.parse(out) as Record<string, unknown>;
		expect(result).toMatchObject({
			n: 4,
			speakers: 2,
			labels: ["neutral", "happy"],
			mapped: { calm: "neutral" },
			leftOut: { sad: 1 },
			recall: { neutral: 1, happy: 0.5 },
			confusion: [
				[2, 0, 0],
				[1, 1, 0],
			],
			intervals: "clips",
		});
		expect((result.metrics as Record<string, { value: number }>).uar?.value).toBeCloseTo(0.75, 5);
	});

	it("prints the figures with interval and chance", async () => {
		const name = corpus("print", [
			[low, "a", "neutral"],
			[high, "b", "happy"],
		]);
		const { code, out } = await evaluate("--corpus", name);
		expect(code).toBe(0);
		expect(out).toMatch(/UAR .* 100\.0 % {2}\[.*–.*\]/);
		expect(out).toMatch(/chance UAR 33\.3 %/);
	});

	it("reports rows that it cannot use, and that one speaker is none of many", async () => {
		const name = corpus("odd", [
			[low, "a", "neutral"],
			[high, "a", "happy"],
			[high, "a", "hungry"],
		]);
		const { code, out } = await evaluate("--corpus", name);
		expect(code).toBe(0);
		expect(out).toMatch(/2 clips of one speaker/);
		expect(out).toMatch(/say nothing about others/);
		expect(out).toMatch(/not used: odd-2\.wav: unknown emotion "hungry", expected one of neutral/);
	});

	it.each([
		["no corpus named", [], /name a corpus with --corpus/],
		[
			"a corpus of a class that the model does not know",
			["--corpus", "@sad"],
			/at least two of the classes neutral, happy, angry/,
		],
		["a table that is not there", ["--corpus", "csv:nowhere.csv"], /nowhere\.csv/],
		["an unknown corpus", ["--corpus", "nothing"], /There is no corpus "nothing", expected one of ravdess/],
		[
			"a data folder that is not there",
			["--corpus", "emodb", "--data", "/no/such/place"],
			/--data.*"\/no\/such\/place", which does not/,
		],
	])("answers %s with one sentence and exit code 2", async (_, parameters, sentence) => {
		const sad = corpus("sad", [[low, "a", "sad"]]);
		const { code, out, err } = await evaluate(...parameters.map((word) => (word === "@sad" ? sad : word)));
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toMatch(sentence);
		expect(err.trim().split("\n")).toHaveLength(1);
	});
});
