import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { createRandom } from "@undertone/core";
import { parseCsv } from "@undertone/corpora";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import { conditions } from "./conditions.ts";
import { storeConditions } from "./store-conditions.ts";
import { testConditions } from "./test-conditions.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three people; neutral is low, happy high; after half a second of silence. A noise that is all high. */
function corpus(): string {
	const clip = (frequency: number): Float32Array =>
		Float32Array.from({ length: 24_000 }, (_, n) =>
			n < 8000 ? 0 : 0.3 * Math.sin((2 * Math.PI * frequency * n) / 16_000),
		);
	const lines = ["a", "b", "c"].flatMap((speaker, s) =>
		Array.from({ length: 8 }, (_, i) => {
			const emotion = i % 2 === 0 ? "neutral" : "happy";
			const file = `${speaker}-${i}.wav`;
			const signal = clip((emotion === "happy" ? 900 : 300) + 10 * i + 3 * s);
			writeFileSync(join(folder, "speech", file), encodeWav(signal, 16_000));
			return `${file},${speaker},${emotion}`;
		}),
	);
	const random = createRandom(1);
	const noise = Float32Array.from(
		{ length: 32_000 },
		(_, n) => 0.3 * Math.sin((2 * Math.PI * 900 * n) / 16_000) + 0.01 * random.normal(),
	);
	writeFileSync(join(folder, "noise/ambient/coffee-shop.wav"), encodeWav(noise, 16_000));
	const table = join(folder, "speech", "metadata.csv");
	writeFileSync(table, `file,speaker,emotion\n${lines.join("\n")}\n`);
	return `csv:${table}`;
}

for (const part of ["speech", "noise/ambient", "noise/room-responses"]) {
	mkdirSync(join(folder, part), { recursive: true });
}
const name = corpus();

const context: ExperimentContext = {
	data: folder,
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};

function recipe(changes: Readonly<Record<string, unknown>> = {}): Recipe {
	return parseRecipe(
		{
			id: "small",
			description: "three people",
			corpora: [name],
			labels: ["neutral", "happy"],
			features: "gemaps88@1",
			classifiers: [{ kind: "lda" }],
			members: 1,
			protocol: { split: "speaker-independent", folds: "speakers" },
			selection: "fixed-beforehand",
			seed: 1,
			...changes,
		},
		"test",
	);
}

describe("testConditions", { timeout: 240_000 }, () => {
	it("tests the same clips under every condition, and a noise like one class is taken for it", async () => {
		const list = conditions(["noise coffee-shop 0 dB", "0.5 s of speech"]);
		const results = await testConditions(recipe(), list, context);
		expect(results.map(({ condition }) => condition.name)).toEqual(list.map((one) => one.name));
		const [clean, noisy, short] = results;
		expect(clean?.uar.value).toBe(1);
		expect(noisy?.uar.value).toBeLessThan(1);
		expect(short?.predictions).toHaveLength(24);
		const files = results.map(({ predictions }) => predictions.map(({ file }) => file).sort());
		for (const one of files) expect(one).toEqual(files[0]);
		expect(new Set(files[0]).size).toBe(24);
		const again = await testConditions(recipe(), list, context);
		expect(again).toEqual(results);
	});

	it("is stored so that every line of the table can be computed from the predictions", async () => {
		const results = await testConditions(recipe(), conditions(["noise coffee-shop 0 dB"]), context);
		await storeConditions(context.results, recipe(), results);
		const read = (file: string) => parseCsv(readFileSync(join(context.results, file), "utf8"));
		const rows = read("conditions-small/predictions.csv");
		const recall = (condition: string, emotion: string): number => {
			const own = rows.filter((row) => row.condition === condition && row.actual === emotion);
			return own.filter((row) => row.predicted === emotion).length / own.length;
		};
		for (const line of read("conditions-small/table.csv")) {
			const condition = line.condition ?? "";
			expect(Number(line.uar)).toBeCloseTo(
				(recall(condition, "neutral") + recall(condition, "happy")) / 2,
				5,
			);
		}
		expect(read("ledger.csv").map(({ id }) => id)).toEqual([
			"conditions-small/as recorded",
			"conditions-small/noise coffee-shop 0 dB",
		]);
	});

	it("refuses a random split", async () => {
		const random = recipe({ protocol: { split: "random", folds: 2 } });
		await expect(testConditions(random, conditions(), context)).rejects.toThrow(
			/must be speaker-independent and of functionals to be tested in noise, it is random/,
		);
	});
});
