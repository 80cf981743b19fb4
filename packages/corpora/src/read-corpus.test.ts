import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CorpusReader } from "./corpus-reader.ts";
import { findData } from "./find-data.ts";
import { parseCsv } from "./parse-csv.ts";
import { corpusReaders, readCorpus, readCorpusFolder } from "./read-corpus.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "undertone-corpora-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function touch(...files: string[]): void {
	for (const file of files) {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), "");
	}
}

const reader = (name: string): CorpusReader => corpusReaders.find((r) => r.name === name) as CorpusReader;

/** A file of each official layout and what its name says. */
const examples = [
	[
		"RAVDESS",
		"Actor_12/03-01-06-02-01-02-12.wav",
		{ speaker: "12", sex: "female", emotion: "fearful", sentence: "01", intensity: "strong" },
	],
	[
		"TESS",
		"OAF_Fear/OAF_back_fear.wav",
		{ speaker: "OAF", sex: "female", emotion: "fearful", sentence: "back", other: { age: "64" } },
	],
	[
		"TESS",
		"OAF_neutral/OA_bite_neutral.wav",
		{ speaker: "OAF", emotion: "neutral", sentence: "bite", other: { age: "64" } },
	],
	[
		"TESS",
		"YAF_pleasant_surprised/YAF_dog_ps.mp3",
		{ speaker: "YAF", emotion: "surprised", other: { age: "26" } },
	],
	[
		"EMO-DB",
		"wav/03a01Fa.flac",
		{ speaker: "03", sex: "male", emotion: "happy", sentence: "a01", other: { age: "31" } },
	],
	["nEMO", "samples/EB0_anger_10.opus", { speaker: "EB0", sex: "female", emotion: "angry", sentence: "10" }],
	["CREMA-D", "AudioWAV/1001_DFA_ANG_XX.wav", { speaker: "1001", emotion: "angry", sentence: "DFA" }],
] as const;

describe("every corpus reader", () => {
	it.each(examples)("%s reads %s", async (name, file, expected) => {
		touch(file);
		const corpus = await readCorpusFolder(reader(name), folder);
		expect(corpus.utterances).toHaveLength(1);
		expect(corpus.utterances[0]).toMatchObject({ ...expected, corpus: name, file });
		expect(corpus.differences.length).toBeGreaterThan(0);
	});

	it.each(corpusReaders.map((r) => [r.name, r] as const))(
		"%s names unknown files, honours exclude.csv, ignores what is no audio",
		async (name, r) => {
			const [, file = ""] = examples.find(([corpus]) => corpus === name) ?? [];
			const other = `${dirname(file)}/something-else.wav`;
			touch(file, other, "notes.txt", ".hidden.wav");
			const read = await readCorpusFolder(r, folder);
			expect(read.unknownFiles.map((unknown) => unknown.file)).toEqual([other]);
			writeFileSync(join(folder, "exclude.csv"), `file,reason\n${file},"a copy, exact"\n`);
			await expect(readCorpusFolder(r, folder)).rejects.toThrow(`must hold clips of ${name}`);
		},
	);

	it.each(corpusReaders.map((r) => [r.name, r] as const))(
		"%s says so when a folder holds no audio",
		async (name, r) => {
			await expect(readCorpusFolder(r, folder)).rejects.toThrow(
				`must hold clips of ${name}; it holds no audio file`,
			);
		},
	);
});

describe("readCorpus", () => {
	it("says which emotion codes there are when one is unknown", async () => {
		touch("Actor_01/03-01-09-01-01-01-12.wav", "Actor_01/03-01-01-01-01-01-01.wav");
		const corpus = await readCorpusFolder(reader("RAVDESS"), folder);
		expect(corpus.unknownFiles[0]?.reason).toBe(
			'unknown emotion code "09" in "03-01-09-01-01-01-12", expected one of "01", "02", "03", "04", "05", "06", "07", "08"',
		);
	});

	it("counts what is missing against the official numbers", async () => {
		touch("Actor_01/03-01-01-01-01-01-01.wav");
		const corpus = await readCorpusFolder(reader("RAVDESS"), folder);
		expect(corpus.differences).toContain("speaker 01, neutral: 1 clips of 4");
		expect(corpus.differences).toContain("speaker 24 is missing");
	});

	it("refuses an unknown name with the known ones", async () => {
		await expect(readCorpus("iemocap")).rejects.toThrow(
			'There is no corpus "iemocap", expected one of ravdess, tess, emodb, nemo, crema-d, or csv:PATH',
		);
	});

	it("says when the data folder is missing", async () => {
		await expect(readCorpus("tess", { data: join(folder, "none") })).rejects.toThrow(
			/must exist, got ".*none", which does not/,
		);
		await expect(readCorpus("tess", { data: folder })).rejects.toThrow(/must lie in a folder "tess" inside/);
	});

	it("finds corpora in the folder itself or in its folder speech", () => {
		expect(findData(folder)).toBe(folder);
		mkdirSync(join(folder, "speech"));
		expect(findData(undefined, { UNDERTONE_DATA: folder })).toBe(join(folder, "speech"));
	});
});

describe("csv:PATH", () => {
	it("reads a table of one's own clips, carries other columns, and says what it cannot use", async () => {
		touch("a/1.wav", "a/2.wav");
		writeFileSync(
			join(folder, "metadata.csv"),
			'file,speaker,emotion,sex,accent\na/1.wav,anna,anger,f,"Bavarian, mild"\na/2.wav,ben,joyless,m,\na/3.wav,ben,sad,m,\n',
		);
		const corpus = await readCorpus(`csv:${folder}`);
		expect(corpus.utterances).toHaveLength(1);
		expect(corpus.utterances[0]).toMatchObject({
			speaker: "anna",
			emotion: "angry",
			sex: "female",
			other: { accent: "Bavarian, mild" },
		});
		expect(corpus.unknownFiles.map((unknown) => unknown.file)).toEqual(["a/2.wav", "a/3.wav"]);
	});

	it("refuses a table without its columns, and a path without a table", async () => {
		writeFileSync(join(folder, "metadata.csv"), "file,emotion\n1.wav,sad\n");
		await expect(readCorpus(`csv:${folder}`)).rejects.toThrow("must have the columns file, speaker, emotion");
		await expect(readCorpus(`csv:${folder}/none.csv`)).rejects.toThrow("where there is none");
	});
});

describe("parseCsv", () => {
	it("reads quotes, doubled quotes, commas, line breaks and CRLF", () => {
		expect(parseCsv('a,b\r\n"x, ""y""\nz",2\r\n')).toEqual([{ a: 'x, "y"\nz', b: "2" }]);
	});
});

const data = join(import.meta.dirname, "../../../../shared/data/speech");
describe.skipIf(!existsSync(data))("the real corpora (skipped where ../shared/data is absent)", () => {
	it.each([
		["ravdess", 1439, 0],
		["tess", 2800, 0],
		["emodb", 535, 0],
		["nemo", 4481, 0],
		["crema-d", 17, 7],
	] as const)("%s is read as its metadata.csv has it", async (name, count, differences) => {
		const corpus = await readCorpus(name, { data });
		expect(corpus.utterances).toHaveLength(count);
		expect(corpus.unknownFiles).toEqual([]);
		expect(corpus.differences).toHaveLength(differences);
		const rows = new Map(
			parseCsv(readFileSync(join(data, name, "metadata.csv"), "utf8")).map((row) => [row.file, row]),
		);
		const wrong = corpus.utterances.filter((u) => {
			const row = rows.get(u.file);
			return (
				row?.speaker !== u.speaker ||
				row.emotion !== u.emotion ||
				row.text_id !== u.sentence ||
				row.language !== u.language ||
				(u.sex !== "unknown" && row.sex !== u.sex)
			);
		});
		expect(wrong).toEqual([]);
	});
});
