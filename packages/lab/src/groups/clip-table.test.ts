import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { f0Of, readClipTable, storeClipTable } from "./clip-table.ts";
import { toldByNames } from "./told-by-names.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-clips-"));
const path = join(folder, "clips.csv");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tess = [
	{ corpus: "TESS", file: "b, c/YAF_bath_sad.flac" },
	{ corpus: "TESS", file: "OAF_back_happy.flac" },
];

describe("the table of clips", () => {
	it("is in order, with one decimal, nothing where nothing is voiced, and keeps other corpora's lines", async () => {
		await storeClipTable(path, tess, [Number.NaN, 211.26]);
		await storeClipTable(path, [{ corpus: "EMO-DB", file: "wav/03a01Fa.flac" }], [140]);
		await storeClipTable(path, tess, [Number.NaN, 212.04]);
		expect(readFileSync(path, "utf8")).toBe(
			'corpus,file,median_f0_hz\nEMO-DB,wav/03a01Fa.flac,140.0\nTESS,OAF_back_happy.flac,212.0\nTESS,"b, c/YAF_bath_sad.flac",\n',
		);
	});

	it("tells a clip in another container, and with its name what its corpus says of the speaker", async () => {
		const table = await readClipTable(path);
		expect(f0Of(table, "EMO-DB", "wav/03a01Fa.wav")).toBe(140);
		expect(f0Of(table, "TESS", "b, c/YAF_bath_sad.flac")).toBeUndefined();
		const clips = [
			{ corpus: "EMO-DB", file: "wav/03a01Fa.wav" },
			{ corpus: "RAVDESS", file: "Actor_02/03-01-06-01-02-01-02.wav" },
			{ corpus: "Mine", file: "1.wav" },
		];
		expect([...toldByNames(clips, table)]).toEqual([
			["EMO-DB/wav/03a01Fa.wav", { sex: "male", language: "de", medianF0: 140, age: "31" }],
			[
				"RAVDESS/Actor_02/03-01-06-01-02-01-02.wav",
				{ sex: "female", language: "en", accent: "neutral North American" },
			],
		]);
	});

	it("is empty where there is none, and a line without a number tells nothing", async () => {
		expect((await readClipTable(join(folder, "none.csv"))).size).toBe(0);
		const bad = join(folder, "bad.csv");
		writeFileSync(bad, "corpus,file,median_f0_hz\nTESS,a.wav,high\nTESS,b.wav,-3\nTESS,c.wav,200\nTESS\n");
		const table = await readClipTable(bad);
		expect(["a.wav", "b.wav", "c.wav"].map((file) => f0Of(table, "TESS", file))).toEqual([
			undefined,
			undefined,
			200,
		]);
	});
});
