import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { readOnnx, replaceMetadata } from "@undertone/onnx";
import type { AnalysisLine } from "@undertone/recognize";
import { sha256 } from "@undertone/recognize";
import { loudHighs } from "@undertone/recognize/testing/loud-highs";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { speechFile, twoPhrasesFile, workbench } from "../testing/workbench.ts";

const { folder, model, write, wav } = workbench();
const speech = Float32Array.from(
	new Int16Array(new Uint8Array(readFileSync(speechFile)).buffer, 44),
	(value) => value / 32_768,
);

type Line = AnalysisLine & { error?: { code: string; message: string } };

async function analyze(
	...parameters: string[]
): Promise<{ code: number | null; err: string; lines: Line[] }> {
	const { code, out, err } = await runUndertone(["analyze", "--json", "--model", model, ...parameters]);
	return {
		code,
		err,
		lines: out
			.split("\n")
			.filter(Boolean)
			.map((line) => JSON.parse(line) as Line),
	};
}

describe("undertone analyze", () => {
	it("prints one line of JSON with everything the documentation names", async () => {
		const { code, err, lines } = await analyze(twoPhrasesFile);
		expect({ code, err }).toEqual({ code: 0, err: "" });
		const [line] = lines as [Line];
		expect(Object.keys(line)).toEqual(
			"file duration sampleRate model label scores confidence notSure reasons segments".split(" "),
		);
		expect(line).toMatchObject({
			file: twoPhrasesFile,
			sampleRate: 16_000,
			model: "linear-test@1",
			notSure: false,
		});
		expect(line.duration).toBeCloseTo(5.308, 3);
		expect(Object.values(line.scores ?? {}).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 4);
		expect(line.segments.map(({ label }) => label)).toEqual(["neutral", "happy"]);
		expect(Object.keys(line.segments[0] ?? {})).toEqual(["start", "end", "label", "scores"]);
	});

	it("prints bars and a timeline for a reader, worded as likeness", async () => {
		const { code, out } = await runUndertone(["analyze", twoPhrasesFile, "--model", model]);
		expect(code).toBe(0);
		expect(out).toMatch(/Sounds most like \w+/);
		expect(out).toMatch(/happiness\s+█/);
		expect(out).toMatch(/·n+·+h+·/);
		expect(out).toMatch(/h 0:03\.\d–0:04\.\d {2,}sounds most like happiness \(\d+ %\)/);
		expect(out).toMatch(/What spoke for .*\n {2}[+−] .*pitch/i);
	});

	it("says with --explain what moved the score, in JSON and beside the lines of many files", async () => {
		const [plain] = (await analyze(speechFile)).lines as [Line];
		expect(plain.explanation).toBeUndefined();
		const [line] = (await analyze(speechFile, "--explain")).lines as [Line];
		expect(line.explanation?.features[0]?.name).toBe("f0_mean");
		expect(line.explanation?.frames).toBeNull();
		const many = new Array<string>(6).fill(speechFile);
		const { out } = await runUndertone(["analyze", ...many, "--model", model, "--explain"]);
		expect(out.match(/What spoke for/g)).toHaveLength(6);
	});

	it("names of a model on frames the stretches of time and the bands, and gives them all as a matrix", async () => {
		const frames = write("frames.onnx", loudHighs({ level: "not heard", weight: 0.02 }));
		const { out } = await runUndertone(["analyze", twoPhrasesFile, "--model", frames, "--explain"]);
		expect(out).toMatch(
			/What spoke for .*\n {2}[+−] \d\.\d\d–\d\.\d\d s, \d+–\d+ Hz: (towards|away from) .*, [−+]0\.\d+ of its score when taken away \(0\.\d+ to 0\.\d+\)\./,
		);
		const json = await runUndertone(["analyze", twoPhrasesFile, "--model", frames, "--explain", "--json"]);
		const { explanation, scores } = JSON.parse(json.out) as Line;
		const parts = explanation?.frames;
		expect(explanation?.features).toEqual([]);
		expect(parts?.score).toBeCloseTo(Math.max(...Object.values(scores ?? {})), 5);
		expect(parts?.effects).toHaveLength((parts?.times.length ?? 0) - 1);
		for (const row of parts?.effects ?? []) expect(row).toHaveLength((parts?.hz?.length ?? 0) - 1);
		// The band that the model goes by, and no other.
		const strongest = parts?.effects[0]?.map(Math.abs) ?? [];
		expect(strongest.indexOf(Math.max(...strongest))).toBe(4);
	});

	it("keeps the order given, does the rest when some cannot be read, and ends with 1", async () => {
		const bad = write("text.wav", "this is text and no sound");
		const files = [twoPhrasesFile, bad, speechFile, join(folder, "absent.wav"), twoPhrasesFile];
		const { code, err, lines } = await analyze(...files);
		expect(code).toBe(1);
		expect(lines.map(({ file }) => file)).toEqual(files);
		expect(lines.map(({ error }) => error?.code)).toEqual([
			undefined,
			"audio-unknown-format",
			undefined,
			"file-not-found",
			undefined,
		]);
		expect(err).toBe("2 of 5 files could not be analysed.\n");
	});

	it("gives a file the same scores alone and among others on several threads", async () => {
		const [alone] = (await analyze(speechFile)).lines as [Line];
		const { lines } = await analyze(twoPhrasesFile, twoPhrasesFile, twoPhrasesFile, speechFile);
		expect(lines[3]?.scores).toEqual(alone.scores);
	});

	it("takes the audio files of a folder in order of name, and no others", async () => {
		const music = join(folder, "music");
		mkdirSync(join(music, "deeper"), { recursive: true });
		wav("music/b.wav", speech);
		wav("music/deeper/c.wav", speech);
		wav("music/a.WAV", speech);
		write("music/notes.txt", "no audio");
		const { code, lines } = await analyze(music);
		expect(code).toBe(0);
		expect(lines.map(({ file }) => file)).toEqual(
			["a.WAV", "b.wav", join("deeper", "c.wav")].map((name) => join(music, name)),
		);
	});

	it("writes the exports that are asked for", async () => {
		const out = join(folder, "exports");
		const formats = ["textgrid", "webvtt", "elan", "csv"].flatMap((format) => ["--export", format]);
		const { code } = await analyze(twoPhrasesFile, ...formats, "--out", out);
		expect(code).toBe(0);
		for (const ending of ["TextGrid", "vtt", "eaf", "csv"]) {
			expect(existsSync(join(out, `two-phrases.${ending}`))).toBe(true);
		}
		await analyze(twoPhrasesFile, twoPhrasesFile, "--export", "csv", "--out", out);
		expect(existsSync(join(out, "two-phrases-2.csv"))).toBe(true);
	});

	it("ends quietly when the reader of its output goes away", async () => {
		const command = `"$0" "$1" analyze --json --model "$2" "$3" "$3" "$3" "$3" | head -n 1; echo "\${PIPESTATUS[0]}"`;
		const bin = join(import.meta.dirname, "../../bin/undertone.js");
		const out = execFileSync("bash", ["-c", command, process.execPath, bin, model, speechFile], {
			encoding: "utf8",
			stdio: ["ignore", "pipe", "pipe"],
		});
		const lines = out.trim().split("\n");
		expect(lines).toHaveLength(2);
		expect(lines[1]).toBe("0");
	});

	it.skipIf(process.platform === "win32")("stops at Ctrl-C with exit code 130 and one sentence", async () => {
		const long = new Float32Array(400 * 16_000).map((_, i) => speech[i % speech.length] as number);
		const { code, out, err } = await runUndertone(
			["analyze", "--json", "--model", model, speechFile, wav("long.wav", long)],
			{ onStart: (child) => child.stdout?.once("data", () => child.kill("SIGINT")) },
		);
		expect({ code, err }).toEqual({ code: 130, err: "undertone: interrupted.\n" });
		expect(out.trim().split("\n")).toHaveLength(1);
		expect(out).not.toContain("long.wav");
	});
});

describe("undertone analyze, given something bad, says so:", () => {
	const errors: [string, () => string, string, RegExp][] = [
		["an empty file", () => write("empty.wav", ""), "file-empty", /"empty.wav" is empty/],
		[
			"text named .wav",
			() => write("t.wav", "Dear diary, today I spoke."),
			"audio-unknown-format",
			/"t.wav" is not audio: it holds text/,
		],
		["a folder without audio", emptyFolder, "file-not-found", /holds no audio file/],
		[
			"a file that is not there",
			() => join(folder, "nowhere.wav"),
			"file-not-found",
			/There is no file or folder/,
		],
		["a WAV without a sample", () => wav("zero.wav", new Float32Array(0)), "audio-empty", /zero.wav/],
		[
			"a FLAC of a few bytes",
			() => write("short.flac", readFileSync(speechFile.replace(/wav$/, "flac")).subarray(0, 60)),
			"audio-damaged",
			/short.flac/,
		],
	];
	it.each(errors)("%s", async (_, make, code, message) => {
		const run = await analyze(make());
		expect(run.code).toBe(1);
		expect(run.lines).toHaveLength(1);
		expect(run.lines[0]?.error?.code).toBe(code);
		expect(run.lines[0]?.error?.message).toMatch(message);
	});

	const doubts: [string, () => string, readonly string[]][] = [
		["0.2 seconds", () => wav("short.wav", speech.subarray(6000, 9200)), ["too-short"]],
		["digital silence", () => wav("silence.wav", new Float32Array(32_000)), ["silence"]],
		["pure noise", () => wav("noise.wav", noise(3)), ["no-speech", "noise"]],
	];
	it.each(doubts)("%s", async (_, make, reasons) => {
		const { code, lines } = await analyze(make());
		expect(code).toBe(0);
		expect(lines[0]).toMatchObject({
			label: null,
			scores: null,
			confidence: 0,
			notSure: true,
			reasons,
			segments: [],
		});
	});

	it("clipping, and shows the scores without a label", async () => {
		const clipped = speech.map((value) => Math.max(-1, Math.min(1, 8 * value)));
		const { lines } = await analyze(wav("clipped.wav", clipped));
		expect(lines[0]?.scores).not.toBeNull();
		expect(lines[0]?.reasons).toContain("clipped");
	});

	it("a telephone, and shows the scores without a label", async () => {
		const { lines } = await analyze(speechFile.replace(".wav", "-telephone-mulaw.wav"));
		expect(lines[0]).toMatchObject({ sampleRate: 8000 });
		expect(lines[0]?.scores).not.toBeNull();
		expect(lines[0]?.reasons).toContain("telephone-band");
	});

	it("samples that are no numbers, counted, and analyses the others", async () => {
		const broken = floatWav(speech.with(9000, Number.NaN));
		const { code, out } = await runUndertone(["analyze", write("nan.wav", broken), "--model", model]);
		expect(code).toBe(0);
		expect(out).toMatch(/1 of \d+ samples .* not numbers/);
	});

	it("a WAV cut short, and analyses what is there", async () => {
		const cut = write("cut.wav", readFileSync(speechFile).subarray(0, 40_000));
		const { code, out } = await runUndertone(["analyze", cut, "--model", model]);
		expect(code).toBe(0);
		expect(out).toMatch(/cut\.wav.*\n.*(cut short|truncated|announces|shorter)/i);
	});

	it("three hours, told from the header before anything is decoded", async () => {
		const rate = 8000;
		const header = new Uint8Array(encodeWav(new Float32Array(0), rate)).slice(0, 44);
		const view = new DataView(header.buffer);
		view.setUint32(4, 36 + 3 * 3600 * rate, true);
		view.setUint32(28, rate, true);
		view.setUint16(32, 1, true);
		view.setUint16(34, 8, true);
		view.setUint32(40, 3 * 3600 * rate, true);
		const path = write("three-hours.wav", header);
		truncateSync(path, 44 + 3 * 3600 * rate);
		const { code, lines } = await analyze(path);
		expect(code).toBe(1);
		expect(lines[0]?.error).toEqual({
			code: "audio-too-long",
			message: expect.stringMatching(/three-hours\.wav.*(10,?800|180|3 h)/),
		});
	});

	it("a recording that is too long", async () => {
		const { code, lines } = await analyze(twoPhrasesFile, "--max-duration", "0.05");
		expect(code).toBe(1);
		expect(lines[0]?.error?.code).toBe("audio-too-long");
	});
});

describe("undertone analyze refuses a model file", () => {
	const bytes = (): Uint8Array => new Uint8Array(readFileSync(model));
	/** The model with another description, rightly signed. */
	const described = (change: object): Uint8Array => {
		const { undertone = "{}" } = readOnnx(bytes()).metadata;
		const json = (hash: string): string =>
			JSON.stringify({ ...JSON.parse(undertone), ...change, sha256: hash });
		const hash = sha256(replaceMetadata(bytes(), { undertone: json("") }));
		return replaceMetadata(bytes(), { undertone: json(hash) });
	};
	const models: [string, () => Uint8Array | string, RegExp][] = [
		["that is cut short", () => bytes().subarray(0, 2000), /model file .*(cut short|damaged)/],
		["that is text", () => "not a model", /model file .*(cut short|damaged|no whole)/],
		[
			"from a future version",
			() => described({ format: 7 }),
			/format 7, this program reads formats 1 to 2\. Update Undertone/,
		],
		[
			"with another feature set",
			() =>
				described({
					features: { id: "future@3", sampleRate: 16_000, names: ["x"] },
					normalisation: { mean: [0], deviation: [1] },
				}),
			/needs the feature set "future@3", which this program does not have/,
		],
	];
	it.each(models)("%s", async (_, make, sentence) => {
		const path = write("bad.onnx", make());
		const { code, out, err } = await runUndertone(["analyze", speechFile, "--model", path]);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toMatch(sentence);
		expect(err.trim().split("\n")).toHaveLength(1);
	});

	it("that is not there", async () => {
		const { code, err } = await runUndertone(["analyze", speechFile, "--model", join(folder, "no.onnx")]);
		expect(code).toBe(2);
		expect(err).toMatch(/^undertone: The model file ".*no.onnx" cannot be read\./);
	});
});

function emptyFolder(): string {
	const path = join(folder, "none");
	mkdirSync(path);
	return path;
}

/** A WAV file of 32-bit floats, which encodeWav does not write. */
function floatWav(signal: Float32Array): Uint8Array {
	const header = new Uint8Array(encodeWav(new Float32Array(0), 16_000)).slice(0, 44);
	const view = new DataView(header.buffer);
	view.setUint32(4, 36 + 4 * signal.length, true);
	view.setUint16(20, 3, true);
	view.setUint32(28, 64_000, true);
	view.setUint16(32, 4, true);
	view.setUint16(34, 32, true);
	view.setUint32(40, 4 * signal.length, true);
	return Buffer.concat([header, new Uint8Array(signal.buffer)]);
}

function noise(seconds: number): Float32Array {
	let seed = 1;
	return Float32Array.from({ length: seconds * 16_000 }, () => {
		seed = (seed * 16_807) % 2_147_483_647;
		return 0.2 * (seed / 2_147_483_647 - 0.5);
	});
}
