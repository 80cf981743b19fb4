import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { parseArgs } from "node:util";
import { decodeAudio, encodeWav, toMono } from "@undertone/audio";
import { resample } from "@undertone/dsp";
import { getFeatureSet, type SignalPieces } from "@undertone/speech";
import { parquetReadObjects } from "hyparquet";
import { afterAll, describe, expect, it } from "vitest";
import type { Terminal } from "../terminal/terminal.ts";
import { verb } from "../verbs/features.ts";
import { openLongFile } from "./open-long-file.ts";
import { toRecord } from "./to-record.ts";
import { cell, formatNumber } from "./write-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixtures = join(import.meta.dirname, "../../../../packages/audio/fixtures");
const speech = join(fixtures, "speech-fixture.wav");
const high = join(fixtures, "speech-fixture-high.wav");
const set = getFeatureSet("undertone");

/** Runs the verb as the command line would, with what it prints. */
async function run(
	parameters: readonly string[],
	signal = new AbortController().signal,
): Promise<{ code: number; out: string[]; err: string[] }> {
	const out: string[] = [];
	const err: string[] = [];
	const progress = { update: () => undefined, clear: () => undefined, finish: () => undefined };
	const terminal: Terminal = {
		interactive: false,
		columns: 80,
		style: (_, text) => text,
		print: (line = "") => void out.push(line),
		warn: (line) => void err.push(line),
		progress: () => progress,
	};
	const options = Object.fromEntries(
		Object.entries(verb.options).map(([name, { type }]) => [name, { type }]),
	);
	const parsed = parseArgs({ args: [...parameters], options, allowPositionals: true });
	const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
	const environment = { UNDERTONE_CACHE: join(folder, "cache") };
	const values = parsed.values as never;
	const context = {
		positionals: parsed.positionals,
		options: values,
		terminal,
		environment,
		signal,
		...streams,
	};
	return { code: await verb.run(context), out, err };
}

async function samplesOf(signal: SignalPieces | null | undefined): Promise<number[]> {
	const samples: number[] = [];
	for await (const piece of signal?.pieces() ?? []) for (const x of piece) samples.push(x);
	return samples;
}

/** The samples of a 16-bit mono WAV. */
function decoded(path: string): Float32Array {
	const bytes = readFileSync(path);
	const data = bytes.subarray(44);
	return Float32Array.from({ length: data.length >> 1 }, (_, i) => data.readInt16LE(2 * i) / 32768);
}

describe("undertone features", () => {
	it("prints one line of JSON a file, in the order given, with every feature of the set", async () => {
		const { code, out } = await run([speech, high, "--set", "undertone", "--json"]);
		expect(code).toBe(0);
		const records = out.map((line) => JSON.parse(line));
		expect(records.map(({ file }) => file)).toEqual([speech, high]);
		expect(records.map(({ duration }) => duration)).toEqual([29_230 / 16_000, 26_900 / 16_000]);
		expect(records[0].sampleRate).toBe(16_000);
		expect(Object.keys(records[0].features)).toEqual(set.features.map(({ name }) => name));
	});

	it("prints a spectrogram frame by frame, with its step", async () => {
		const { out } = await run([speech, "--set", "logmel", "--frames", "--json"]);
		const { hopLength, features } = JSON.parse(out[0] as string);
		expect(hopLength).toBe(160);
		expect(Object.keys(features)).toEqual(["logmel"]);
		// 1 + floor(29230 / 160) frames of 64 bands.
		expect(features.logmel).toHaveLength(183);
		expect(features.logmel.every((frame: number[]) => frame.length === 64)).toBe(true);
		const columns = join(folder, "logmel.csv");
		await run([speech, "--set", "logmel", "--frames", "--out", columns]);
		const cells = readFileSync(columns, "utf8").split("\n")[101]?.split(",").slice(-64).map(Number);
		expect(features.logmel[100]).toEqual(cells);
	});

	it("gives the same on all cores as on one, and from the cache as at first", async () => {
		const many = [speech, high, speech, high, speech, high];
		const first = await run([...many, "--set", "undertone", "--json"]);
		const one = await run([speech, "--set", "undertone", "--json"]);
		expect(first.out[0]).toBe(one.out[0]);
		expect(first.out[4]).toBe(one.out[0]);
	});

	it("writes CSV whose header names file, duration and the features", async () => {
		const path = join(folder, "table.csv");
		const { err } = await run([speech, high, "--set", "undertone", "--out", path]);
		expect(err).toEqual([`wrote ${path}`]);
		const lines = readFileSync(path, "utf8").trimEnd().split("\n");
		expect(lines).toHaveLength(3);
		expect(lines[0]?.split(",")).toEqual(["file", "duration", ...set.features.map(({ name }) => name)]);
		expect(lines[1]?.split(",")[1]).toBe("1.826875");
	});

	it("writes of a corpus speaker, sex, emotion and sentence beside the features", async () => {
		const corpus = join(folder, "corpus");
		const { mkdirSync, copyFileSync } = await import("node:fs");
		mkdirSync(corpus, { recursive: true });
		copyFileSync(speech, join(corpus, "a.wav"));
		copyFileSync(high, join(corpus, "b.wav"));
		const table =
			'file,speaker,emotion,sex,sentence,dialect\na.wav,anna,neutral,female,s1,"Sø, nord"\nb.wav,bert,happy,male,s1,vest\n';
		writeFileSync(join(corpus, "clips.csv"), table);
		const path = join(folder, "corpus-table.csv");
		await run(["corpus", `csv:${join(corpus, "clips.csv")}`, "--set", "undertone", "--out", path]);
		const [header, first] = readFileSync(path, "utf8").split("\n") as [string, string];
		for (const name of ["corpus", "speaker", "sex", "language", "emotion", "sentence", "dialect"]) {
			expect(header.split(",")).toContain(name);
		}
		expect(first).toContain("anna,female");
		expect(first).toContain('"Sø, nord"');
	});

	it("writes Parquet that another reader reads back, with the numbers of the CSV", async () => {
		const path = join(folder, "table.parquet");
		await run([speech, high, "--set", "undertone", "--out", path]);
		const bytes = readFileSync(path);
		const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
		const rows = await parquetReadObjects({ file });
		const csv = readFileSync(join(folder, "table.csv"), "utf8").trimEnd().split("\n").slice(1);
		expect(rows.map(({ file: name }) => name)).toEqual([speech, high]);
		for (const [r, row] of rows.entries()) {
			const cells = (csv[r] as string).split(",").slice(2);
			const numbers = set.features.map(({ name }) => formatNumber(Number(row[name])));
			expect(numbers).toEqual(cells);
		}
	});

	it("writes NumPy's format: magic, version, a header of 64 n bytes, then float32 row by row", async () => {
		const path = join(folder, "table.npy");
		const { err } = await run([speech, high, "--set", "undertone", "--out", path]);
		expect(err).toEqual([`wrote ${path}`, `wrote ${join(folder, "table.files.csv")}`]);
		const bytes = readFileSync(path);
		expect([...bytes.subarray(0, 8)]).toEqual(
			[0x93, ..."NUMPY"].map((c) => (typeof c === "string" ? c.charCodeAt(0) : c)).concat([1, 0]),
		);
		const headerLength = bytes.readUInt16LE(8);
		expect((10 + headerLength) % 64).toBe(0);
		const header = bytes.subarray(10, 10 + headerLength).toString("latin1");
		expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, (\d+)\), \} *\n$/);
		expect(header).toContain(`(2, ${set.features.length})`);
		expect(bytes).toHaveLength(10 + headerLength + 2 * set.features.length * 4);
		const cells = readFileSync(join(folder, "table.csv"), "utf8").split("\n")[2]?.split(",").slice(2);
		const second = set.features.map((_, i) =>
			formatNumber(bytes.readFloatLE(10 + headerLength + 4 * (set.features.length + i))),
		);
		expect(second).toEqual(cells);
		const index = readFileSync(join(folder, "table.files.csv"), "utf8").trimEnd().split("\n");
		expect(index).toEqual(["file,firstRow,rows", `${speech},0,1`, `${high},1,1`]);
	});

	it("writes Praat's contours on Praat's times, and a TextGrid of pauses, syllables and pulses", async () => {
		const path = join(folder, "contours.csv");
		await run([speech, "--set", "praat", "--frames", "--out", path]);
		const [header = "", first = ""] = readFileSync(path, "utf8").split("\n");
		expect(header).toMatch(/^file,frame,pitch_ac_t,f0_hz,f0_strength,intensity_t,intensity_dB,hnr_cc_t,/);
		expect(header).toMatch(/f5,b5$/);
		// Praat: a pitch frame needs 40 ms, so the first lies at or behind 20 ms.
		expect(Number(first.split(",")[2])).toBeGreaterThanOrEqual(0.02);
		const grid = join(folder, "clip.TextGrid");
		await run([speech, "--out", grid]);
		const text = readFileSync(grid, "utf8");
		expect([...text.matchAll(/name = "(\w+)"/g)].map(([, name]) => name)).toEqual([
			"speech",
			"syllables",
			"pulses",
		]);
		expect(text).toContain('class = "TextTier"');
		await expect(run([speech, high, "--out", grid])).rejects.toThrow(/a TextGrid is of one file, got 2/);
	});

	it.each([
		["is read in pieces", false],
		["whose header knows no length is decoded whole and computed in pieces", true],
	])(
		"a WAV file of more than ten minutes %s, with the numbers of the whole",
		async (_, unknownLength) => {
			const path = join(folder, `long-${unknownLength}.wav`);
			const ten = Float32Array.from(
				{ length: 160_000 },
				(_, i) => 0.3 * Math.sin(0.2 * i + Math.sin(i / 9000)),
			);
			const long = new Float32Array(601 * 16_000);
			for (let at = 0; at < long.length; at += ten.length) long.set(ten.subarray(0, long.length - at), at);
			const file = encodeWav(long, 16_000);
			// Bytes of samples, as a program that streams leaves them.
			if (unknownLength) new DataView(file.buffer, file.byteOffset).setUint32(40, 0xffffffff, true);
			writeFileSync(path, file);
			const opened = await openLongFile(path, { folder });
			await opened?.close();
			expect(opened === null).toBe(unknownLength);
			const out = join(folder, `long-${unknownLength}.npy`);
			await run([path, "--set", "logmel", "--frames", "--out", out]);
			const whole = getFeatureSet("logmel").extract(decoded(path)).data;
			const bytes = readFileSync(out);
			const rows = bytes.buffer.slice(bytes.byteOffset + 128, bytes.byteOffset + bytes.length);
			// Not toEqual: four million values.
			expect(Buffer.compare(Buffer.from(rows), Buffer.from(whole.buffer))).toBe(0);
		},
		60_000,
	);

	it("resamples a long file piece by piece as it does a short one at once, to its very end", async () => {
		const path = join(folder, "narrow-long.wav");
		const signal = Float32Array.from(
			{ length: 99_999 },
			(_, i) => 0.3 * Math.sin(0.2 * i + Math.sin(i / 900)),
		);
		writeFileSync(path, encodeWav(signal, 8000));
		const file = await openLongFile(path, { folder, most: 10 });
		const pieces = await file?.at(16_000);
		const samples = await samplesOf(pieces);
		await file?.close();
		const whole = resample(decoded(path), { from: 8000, to: 16_000 });
		expect(samples.length).toBe(whole.length);
		expect(pieces?.length).toBe(whole.length);
		expect(samples).toBeCloseToArray(whole, { rtol: 1e-6, atol: 1e-6 });
	});

	it.each([
		"speech-fixture.flac",
		"speech-fixture.mp3",
		"speech-fixture-stereo.mp3",
		"speech-fixture.ogg",
		"speech-fixture.opus",
	])("decodes a long %s piece by piece, and leaves nothing behind", async (name) => {
		const path = join(fixtures, name);
		const decodedTo = join(folder, "decoded", name);
		const file = await openLongFile(path, { folder: decodedTo, most: 1 });
		const clip = await decodeAudio(readFileSync(path));
		const { duration, sampleRate } = clip;
		for (const rate of [sampleRate, 16_000]) {
			const signal = await file?.at(rate);
			expect(signal).toMatchObject({ duration, sampleRate });
			const whole = resample(toMono(clip), { from: sampleRate, to: rate });
			const samples = await samplesOf(signal);
			expect(signal?.length).toBe(whole.length);
			// A whole signal is brought to a lower rate in the frequency domain, a stream is not: 3e-6 was seen.
			expect(samples).toBeCloseToArray(whole, { rtol: 0, atol: rate === sampleRate ? 0 : 1e-5 });
			// Again from the beginning.
			expect(await samplesOf(signal)).toEqual(samples);
		}
		await file?.close();
		expect(readdirSync(decodedTo)).toEqual([]);
	});

	it("goes by what a file holds where it announces more or does not say", async () => {
		const flac = readFileSync(join(fixtures, "speech-fixture.flac"));
		const path = join(folder, "announces.flac");
		for (const announced of [0, 100 * 16_000]) {
			flac.writeUInt32BE(announced, 22);
			writeFileSync(path, flac);
			const file = await openLongFile(path, { folder, most: 10 });
			expect(await file?.at(16_000)).toBeNull();
			await file?.close();
		}
		const { code, out } = await run([path, "--set", "undertone", "--json"]);
		expect(code).toBe(0);
		expect(out).toHaveLength(1);
	});

	it("refuses a damaged file that announces more than ten minutes as it does a short one", async () => {
		const flac = readFileSync(join(fixtures, "speech-fixture.flac")).subarray(0, 9000);
		flac.writeUInt32BE(1000 * 16_000, 22);
		const path = join(folder, "damaged-long.flac");
		writeFileSync(path, flac);
		const table = join(folder, "damaged-long.csv");
		const { code, err } = await run([speech, path, "--set", "undertone", "--out", table]);
		expect(code).toBe(1);
		expect(err[0]).toBe(
			`${path}: "damaged-long.flac" cannot be decoded: it holds no whole FLAC frame. Export or record it again.`,
		);
	});

	it("warns that formants reach above what an 8 kHz file holds", async () => {
		const path = join(folder, "narrow.wav");
		writeFileSync(path, encodeWav(decoded(speech).slice(0, 8000), 8000));
		const { err } = await run([path, "--set", "praat", "--json"]);
		expect(err[0]).toMatch(/the formant ceiling of 5500 Hz lies above that/);
	});

	it("does the other files where one cannot be read, says which, and ends with 1", async () => {
		const text = join(folder, "text.wav");
		writeFileSync(text, "no audio");
		const path = join(folder, "some.csv");
		const { code, err } = await run([
			speech,
			text,
			join(folder, "none.wav"),
			"--set",
			"undertone",
			"--out",
			path,
		]);
		expect(code).toBe(1);
		expect(err).toEqual([
			`${text}: "text.wav" is not audio: it holds text. Give a WAV, FLAC, MP3, Ogg Vorbis or Opus file.`,
			`${join(folder, "none.wav")}: There is no file or folder "${join(folder, "none.wav")}".`,
			`wrote ${path}`,
			"2 of 3 files could not be read.",
		]);
		expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(2);
	});

	it("takes a clip of a fifth of a second, digital silence, and noise", async () => {
		const files = ["short", "silent", "noise"].map((name) => join(folder, `${name}.wav`));
		const noise = Float32Array.from({ length: 16_000 }, (_, i) => ((i * 7919) % 997) / 997 - 0.5);
		for (const [i, signal] of [noise.subarray(0, 3200), new Float32Array(16_000), noise].entries()) {
			writeFileSync(files[i] as string, encodeWav(signal, 16_000));
		}
		const { code, out } = await run([...files, "--set", "undertone", "--json"]);
		expect(code).toBe(0);
		expect(out).toHaveLength(3);
	});

	it("leaves nothing half written when it is interrupted", async () => {
		const controller = new AbortController();
		controller.abort(new Error("stop"));
		const path = join(folder, "interrupted.csv");
		await expect(run([speech, "--set", "undertone", "--out", path], controller.signal)).rejects.toThrow(
			"stop",
		);
		expect(readdirSync(folder).filter((name) => name.startsWith("interrupted"))).toEqual([]);
	});

	it("lists every set and feature with unit and source", async () => {
		const { out } = await run(["--list"]);
		const text = out.join("\n");
		for (const { name } of set.features) expect(text).toContain(name);
		expect(text).toContain("s1-mfcc40@1: 40 features at 22050 Hz, a row a clip");
	});

	it.each([
		[["--json", speech], /^features: name a set with --set, one of .*undertone@1/],
		[["--set", "nope", "--json", speech], /^features: there is no feature set "nope", expected one of /],
		[["--set", "undertone", speech], /^features: say where the table goes, --out FILE or --json\.$/],
		[["--set", "undertone", "--json"], /^features: name a file, a folder, or corpus NAME\./],
		[
			["--set", "undertone", "--out", "x.xls", speech],
			/must end in \.csv, \.json, \.parquet or \.npy, got "x\.xls"/,
		],
		[["--set", "undertone,s1-mfcc40", "--json", speech], /must share sample rate and step; .*22050 Hz/],
		[
			["--set", "s1-mfcc40", "--frames", "--json", speech],
			/one value a clip and none a frame .*Leave out --frames\.$/,
		],
	])("refuses %j in one sentence", async (parameters, message) => {
		await expect(run(parameters)).rejects.toMatchObject({
			code: "usage",
			message: expect.stringMatching(message),
		});
	});
});

describe("toRecord", () => {
	const values = Float32Array.of(1, 2, Number.NaN, 4, 5, 6);

	it("gives contours as lists and matrices frame by frame", () => {
		const frames = { sampleRate: 16_000, hopLength: 160, kind: "frames" as const };
		expect(toRecord("a", 0.02, frames, ["f0", "mfcc0", "mfcc1"], values)).toEqual({
			file: "a",
			sampleRate: 16_000,
			duration: 0.02,
			hopLength: 160,
			features: {
				f0: [1, 4],
				mfcc: [
					[2, null],
					[5, 6],
				],
			},
		});
	});

	it("gives functionals as numbers and vectors, and what is undefined as null", () => {
		const clip = { sampleRate: 16_000, hopLength: null, kind: "functionals" as const };
		const record = toRecord("a", 1, clip, ["f0_mean", "level", "hnr"], values.subarray(0, 3));
		expect(record.features).toEqual({ f0_mean: 1, level: 2, hnr: null });
		const vector = toRecord("a", 1, clip, ["f0_mean", "classic_0", "classic_1"], values.subarray(0, 3));
		expect(vector.features).toEqual({ f0_mean: 1, classic: [2, null] });
	});

	it("takes for a list only what counts from 0: delta20 begins the second differences, f0 is the pitch", () => {
		const frames = { sampleRate: 16_000, hopLength: 160, kind: "frames" as const };
		const names = ["delta0", "delta1", "delta20", "delta21", "f0", "jitter"];
		expect(toRecord("a", 0.01, frames, names, values).features).toEqual({
			delta: [[1, 2]],
			delta2: [[null, 4]],
			f0: [5],
			jitter: [6],
		});
		const apart = ["f0", "jitter", "f1", "f2", "mfcc1", "mfcc2"];
		expect(Object.keys(toRecord("a", 0.01, frames, apart, values).features)).toEqual(apart);
	});
});

describe("CSV", () => {
	it("keeps a 32-bit float through nine digits, and leaves undefined cells empty", () => {
		const x = Math.fround(0.1);
		expect(formatNumber(x)).toBe("0.100000001");
		expect(Math.fround(Number(formatNumber(x)))).toBe(x);
		expect(formatNumber(Number.NaN)).toBe("");
	});

	it("quotes cells with commas, quotation marks and line breaks", () => {
		expect(["a", "a,b", 'say "x"', "a\nb"].map(cell)).toEqual(["a", '"a,b"', '"say ""x"""', '"a\nb"']);
	});
});
