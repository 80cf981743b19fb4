import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { humCorpus } from "@undertone/lab/testing";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { speechFile, workbench } from "../testing/workbench.ts";

const { folder, write, wav } = workbench();
const environment = { UNDERTONE_CACHE: join(folder, "cache") };
const clips = join(folder, "clips");
mkdirSync(clips);

/** A table of the two fixture voices: low is neutral, high is happy, whoever speaks. */
function table(name: string, rows: readonly (readonly [speaker: string, emotion: string])[]): string {
	const lines = rows.map(([speaker, emotion], i) => {
		const file = `${name}-${i}.wav`;
		copyFileSync(
			emotion === "happy" ? speechFile.replace(".wav", "-high.wav") : speechFile,
			join(clips, file),
		);
		return `${file},${speaker},${emotion}`;
	});
	return `csv:${write(join("clips", `${name}.csv`), `file,speaker,emotion\n${lines.join("\n")}\n`)}`;
}

function tone(frequency: number): Float32Array {
	return Float32Array.from({ length: 8000 }, (_, n) => Math.sin((2 * Math.PI * frequency * n) / 16_000) / 2);
}

function recipe(corpus: string, changes: Readonly<Record<string, unknown>> = {}): string {
	const value = {
		id: "small",
		description: "two voices",
		corpora: [corpus],
		labels: ["neutral", "happy"],
		features: "undertone@1",
		classifiers: [{ kind: "lda" }],
		members: 2,
		protocol: { split: "speaker-independent", folds: "speakers" },
		selection: "fixed-beforehand",
		seed: 1,
		...changes,
	};
	return write(`recipe-${Math.random().toString(36).slice(2)}.json`, JSON.stringify(value));
}

describe("undertone corpus", () => {
	it("puts the median F0 of its clips into a table", async () => {
		const place = join(folder, "hummed");
		mkdirSync(place);
		const corpus = humCorpus(place, { speakers: ["a"], clips: 2 });
		const f0 = join(place, "clips.csv");
		const { code } = await runUndertone(["corpus", corpus, "--f0", f0], { environment });
		expect(code).toBe(0);
		const lines = readFileSync(f0, "utf8").trim().split("\n");
		expect(lines.map((line) => line.split(",").slice(0, 2).join(","))).toEqual([
			"corpus,file",
			"speech,a-0.wav",
			"speech,a-1.wav",
		]);
		// They hum at 150 and 303 Hz.
		const hertz = lines.slice(1).map((line) => Number(line.split(",")[2]));
		expect(hertz[0]).toBeCloseTo(150, 0);
		expect(hertz[1]).toBeCloseTo(303, 0);
	});

	it("counts clips, speakers and classes, says whether they are balanced, and finds copies", async () => {
		const name = table("counted", [
			["a", "neutral"],
			["b", "neutral"],
			["b", "happy"],
		]);
		const report = join(folder, "report.html");
		const { code, out } = await runUndertone(["corpus", name, "--json", "--report", report], { environment });
		expect(code).toBe(0);
		const description = JSON.parse(out);
		expect(description.clips).toBe(3);
		expect(description.classes).toEqual({ neutral: 2, happy: 1 });
		expect(description.balance.sentence).toContain(
			"is not balanced (largest : smallest class = neutral 2 : happy 1",
		);
		expect(description.duplicates).toEqual([["counted-0.wav", "counted-1.wav"]]);
		const html = readFileSync(report, "utf8");
		expect(html.match(/<audio/g)).toHaveLength(2);
		expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
	});

	it.each([
		[["corpus"], /needs a name/],
		[["corpus", "nonsense"], /nonsense/],
		[["corpus", "emodb", "--data", join(folder, "nowhere")], /nowhere/],
		[["corpus", "emodb", "--data", folder], /EMO-DB|emodb/],
	])("refuses %j in one sentence", async (parameters, message) => {
		const { code, err } = await runUndertone(parameters, { environment });
		expect(code).toBe(2);
		expect(err).toMatch(message);
		expect(err).not.toMatch(/\n\s+at /);
	});
});

describe("undertone train and results", () => {
	it("refuses a corpus of one speaker, of one class, and the same audio on both sides", async () => {
		const one = await runUndertone(
			[
				"train",
				recipe(
					table("one", [
						["a", "neutral"],
						["a", "happy"],
					]),
				),
				"--results",
				folder,
			],
			{
				environment,
			},
		);
		expect(one.code).toBe(2);
		expect(one.err).toContain("at least two speakers and two classes");
		const same = table("same", [
			["a", "neutral"],
			["a", "happy"],
			["b", "neutral"],
			["b", "happy"],
			["c", "neutral"],
			["c", "happy"],
		]);
		const leak = await runUndertone(["train", recipe(same), "--results", folder], { environment });
		expect(leak.code).toBe(2);
		expect(leak.err).toMatch(/share the same audio/);
	});

	it("trains where a class has one clip, stores every prediction, and goes on after a stop", async () => {
		// Three persons whose neutral is low and whose happiness is high; sadness was said once.
		const rows = ["a", "b", "c"].flatMap((speaker, s) =>
			Array.from({ length: 6 }, (_, i) => {
				const emotion = i % 2 === 0 ? "neutral" : "happy";
				return [speaker, emotion, (emotion === "happy" ? 900 : 300) + 10 * i + 3 * s] as const;
			}),
		);
		const lines = [...rows, ["a", "sad", 100] as const].map(([speaker, emotion, frequency], i) => {
			wav(`tones-${i}.wav`, tone(frequency));
			return `tones-${i}.wav,${speaker},${emotion}`;
		});
		const name = `csv:${write("tones.csv", `file,speaker,emotion\n${lines.join("\n")}\n`)}`;
		const file = recipe(name, { labels: ["neutral", "happy", "sad"], features: "s1-mfcc40@1" });
		const results = join(folder, "results");
		const { code, out } = await runUndertone(["train", file, "--results", results], { environment });
		expect(code).toBe(0);
		expect(out).toContain("speaker-independent");
		const predictions = readFileSync(join(results, "small/predictions.csv"), "utf8").trim().split("\n");
		expect(predictions[0]).toBe(
			"file,corpus,speaker,fold,repeat,actual,predicted,score_neutral,score_happy,score_sad",
		);
		expect(predictions).toHaveLength(1 + 19);
		const result = JSON.parse(readFileSync(join(results, "small/result.json"), "utf8"));
		expect(Object.keys(result.metrics).slice(0, 2)).toEqual(["uar", "accuracy"]);
		// Tones an octave and more apart: all but the one sad clip are told apart.
		expect(result.metrics.accuracy.value).toBeCloseTo(18 / 19, 4);
		const again = await runUndertone(["train", file, "--results", results], { environment });
		expect(again.code).toBe(0);
		expect(readFileSync(join(results, "small/predictions.csv"), "utf8").trim().split("\n")).toEqual(
			predictions,
		);
		const listed = await runUndertone(["results", "--results", results, "--json"]);
		expect(JSON.parse(listed.out).id).toBe("small");
	});

	it("says which field of a recipe is wrong", async () => {
		const wrong = recipe("emodb", { classifiers: [{ kind: "magic" }], features: "undertone" });
		const { code, err } = await runUndertone(["train", wrong], { environment });
		expect(code).toBe(2);
		expect(err).toMatch(/features: .*version/);
		expect(err).toMatch(/classifiers\.0/);
	});

	it.each(["profile", "conditions-ravdess-clean"])(
		"says of %s that it is a study, stored as a table, and where to see it",
		async (id) => {
			const { code, err } = await runUndertone(["results", id, "--report", join(folder, "none.html")]);
			expect(code).toBe(2);
			expect(err).toMatch(
				new RegExp(`"${id}" is a study, stored as a table: .*accuracy page.*undertone reproduce ${id} `),
			);
		},
	);

	it("names what is stored where there is no such result", async () => {
		const { err } = await runUndertone(["results", "nothing"]);
		expect(err).toMatch(/There is no stored result "nothing" .*expected one of .*emodb-lda/);
	});

	it("says that nothing is stored in an empty folder", async () => {
		const { code, out } = await runUndertone(["results", "--results", join(folder, "none")]);
		expect(code).toBe(0);
		expect(out).toContain("No result is stored in");
	});
});

describe("undertone search", { timeout: 240_000 }, () => {
	it("prints every candidate with the folds it was dropped after, and what is chosen", async () => {
		const lines = ["a", "b", "c"].flatMap((speaker, s) =>
			["neutral", "happy", "neutral", "happy"].map((emotion, i) => {
				const file = `search-${speaker}-${i}.wav`;
				wav(file, tone((emotion === "happy" ? 900 : 300) + 10 * i + 3 * s));
				return `${file},${speaker},${emotion}`;
			}),
		);
		const corpus = `csv:${write("search.csv", `file,speaker,emotion\n${lines.join("\n")}\n`)}`;
		const search = {
			id: "tones",
			description: "two tones",
			corpora: { [corpus]: ["neutral", "happy"] },
			base: {
				features: "s1-mfcc40@1",
				members: 1,
				protocol: { split: "speaker-independent", folds: 3 },
			},
			choices: { classifiers: [[{ kind: "lda" }], [{ kind: "forest", trees: 1, minLeaf: 100 }]] },
			halving: { budgets: [1, 3], keep: 0.5 },
			seed: 1,
		};
		const file = write("search.json", JSON.stringify(search));
		const { code, out, err } = await runUndertone(["search", file, "--results", join(folder, "searched")], {
			environment,
		});
		const ledger = readFileSync(join(folder, "searched/ledger.csv"), "utf8");
		// On one fold and on three the first has the same figures, which are one line.
		expect(ledger.match(/,search\/tones-/g)).toHaveLength(2);
		expect(err).not.toMatch(/\n\s+at /);
		expect(code).toBe(0);
		// Tones an octave and more apart are told apart, but not by a tree without a leaf.
		expect(out).toMatch(/^classifiers lda +100\.0 %$/m);
		expect(out).toMatch(/^classifiers forest 1 100 +50\.0 % \(1\)$/m);
		expect(out).toContain("(n): dropped after n outer folds.");
		expect(out).toContain("For a model of all: classifiers lda");
		const wrong = write("wrong.json", JSON.stringify({ ...search, halving: { budgets: [1, 4] } }));
		const refused = await runUndertone(["search", wrong], { environment });
		expect(refused.code).toBe(2);
		expect(refused.err).toContain("halving.budgets: at most 3, the number of folds, can be judged, got 4");
	});
});

describe("undertone compare", () => {
	it("compares nothing with a network that has no figures of its own", async () => {
		const { code, err } = await runUndertone([
			"compare",
			"face-views",
			join(import.meta.dirname, "../../../../recipes/face-sharp-all.json"),
		]);
		expect(code).toBe(2);
		expect(err).toMatch(
			/needs recipes that have figures, but .+face-sharp-all\.json .+ has none of its own/u,
		);
	});
});

describe("undertone reproduce", { timeout: 240_000 }, () => {
	it("compares what it made with what was stored, and shows a random split beside unheard voices", async () => {
		const place = join(folder, "place");
		for (const inside of ["", "recipes"]) mkdirSync(join(place, inside));
		const corpus = humCorpus(place);
		const base = {
			description: "hums",
			corpora: [corpus],
			labels: ["neutral", "happy"],
			features: "s1-mfcc40@1",
			classifiers: [{ kind: "lda" }],
			members: 1,
			selection: "fixed-beforehand",
			seed: 1,
		};
		const put = (id: string, protocol: object): void =>
			writeFileSync(join(place, "recipes", `${id}.json`), JSON.stringify({ ...base, id, protocol }));
		put("hum-random", { split: "random", folds: 3 });
		const run = (id: string) => runUndertone(["reproduce", id], { environment, cwd: place });

		const first = await run("hum-random");
		expect(first.code).toBe(0);
		expect(first.out).toContain("hum-random: nothing was stored before.");
		expect(first.out).toMatch(
			/on voices that it has not heard: no figure is stored; the recipe with "protocol"/,
		);
		put("hum", { split: "speaker-independent", folds: "speakers" });
		const second = await run("hum-random");
		expect(second.code).toBe(0);
		expect(second.out).toMatch(/hum-random, \w+: stored (\d+\.\d) %, again \1 %: the same\./);
		expect(second.out).toMatch(/no figure is stored; undertone train recipes\/hum\.json makes it/);
		await run("hum");
		expect((await run("hum-random")).out).toMatch(/on voices that it has not heard \(hum\): UAR \d/);

		const path = join(place, "results/hum/result.json");
		const result = JSON.parse(readFileSync(path, "utf8"));
		result.metrics.uar.value = 0.3;
		// As if a study had made it: what the command names is run.
		mkdirSync(join(place, "results/other"));
		const other = { ...result, id: "other", command: "undertone train recipes/hum.json" };
		writeFileSync(join(place, "results/other/result.json"), JSON.stringify(other));
		writeFileSync(path, JSON.stringify(result));
		const moved = await run("hum");
		expect(moved.code).toBe(1);
		expect(moved.out).toMatch(/hum, UAR: stored 30\.0 %, again .* OUTSIDE the tolerance of 0\.5 points/);
		expect(moved.out).toContain("1 of 1 outside the tolerance: hum.");
		const missing = await run("other");
		expect(missing.code).toBe(1);
		expect(missing.out).toContain("other, UAR: stored 30.0 %, not made again.");
	});

	it("says what there is where an id is stored nowhere", async () => {
		const { code, err } = await runUndertone(["reproduce", "nonsense"], { environment });
		expect(code).toBe(2);
		expect(err).toMatch(
			/There is no experiment "nonsense" .*expected one of s0-ravdess, .*a stored result, or all/,
		);
	});
});

const root = join(import.meta.dirname, "../../../..");
const data = join(root, "../shared/data");
const stored = join(root, "results/emodb-lda/result.json");

describe.skipIf(!existsSync(data) || !existsSync(stored))(
	"undertone reproduce (skipped where ../shared/data is absent)",
	() => {
		it("makes a stored figure again from raw audio", { timeout: 600_000 }, async () => {
			const again = join(folder, "again");
			// The cache of the machine, so that features of known content are not computed again.
			const { code, out, err } = await runUndertone([
				"reproduce",
				"emodb-lda",
				"--data",
				data,
				"--results",
				again,
			]);
			expect(err).not.toMatch(/\n\s+at /);
			expect(code).toBe(0);
			expect(out).toMatch(/emodb-lda, \w+: stored .* again .*(?:the same|within)/);
			const before = JSON.parse(readFileSync(stored, "utf8"));
			const after = JSON.parse(readFileSync(join(again, "emodb-lda/result.json"), "utf8"));
			expect(after.n).toBe(before.n);
		});
	},
);
