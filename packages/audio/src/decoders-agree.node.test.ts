import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import { afterAll, describe, expect, it } from "vitest";
import { decodeAudio } from "./decode-audio.ts";
import { encodeWav } from "./encode-wav.ts";

const installed = (program: string): boolean => spawnSync(program, ["-version"]).error === undefined;
const why = (program: string): string =>
	installed(program) ? "" : ` (skipped: ${program} is not installed)`;
const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixture = (name: string): string => join(import.meta.dirname, "../fixtures", name);
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

/** Interleaved samples, channel after channel. */
function separate(bytes: Buffer, channels: number): Float32Array[] {
	const all = new Float32Array(new Uint8Array(bytes).buffer);
	return Array.from({ length: channels }, (_, c) =>
		Float32Array.from({ length: all.length / channels }, (_, i) => all[i * channels + c] as number),
	);
}

/** Twenty seconds of stereo whose compressed bytes are many times what a decoder holds at once. */
function writeLong(): string {
	const path = join(folder, "long.wav");
	const noise = createRandom(1);
	const channel = (pitch: number): Float32Array =>
		Float32Array.from(
			{ length: 20 * 44_100 },
			(_, i) => 0.3 * Math.sin(pitch * i + Math.sin(i / 9000)) + 0.05 * noise.normal(),
		);
	writeFileSync(path, encodeWav([channel(0.03), channel(0.05)], 44_100));
	return path;
}

describe.skipIf(!installed("ffmpeg"))(`decodeAudio and ffmpeg${why("ffmpeg")}`, () => {
	// Vorbis in ffmpeg 5 runs past the stated end, hence only what both have is compared.
	it.each([
		["speech-fixture.wav", 0],
		["speech-fixture-6-channels.wav", 0],
		["speech-fixture-telephone-alaw.wav", 0],
		["speech-fixture-telephone-mulaw.wav", 0],
		["speech-fixture.flac", 0],
		["speech-fixture-24-bit.flac", 0],
		["tone-fixture.oga", 0],
		["speech-fixture.mp3", 2e-6],
		["speech-fixture-stereo.mp3", 2e-6],
		["speech-fixture.ogg", 2e-6],
	])("agree on %s", async (name, atol) => {
		const clip = await decodeAudio(read(fixture(name)));
		const input = ["-v", "error", "-i", fixture(name)];
		const output = execFileSync("ffmpeg", [...input, "-f", "f32le", "-c:a", "pcm_f32le", "-"], {
			maxBuffer: 2 ** 28,
		});
		for (const [c, expected] of separate(output, clip.channels.length).entries()) {
			expect(expected.length).toBeGreaterThanOrEqual(clip.channels[c]!.length);
			const common = expected.subarray(0, clip.channels[c]!.length);
			expect(clip.channels[c]).toBeCloseToArray(common, { rtol: 0, atol });
		}
	});
});

describe.skipIf(!installed("ffmpeg"))(`decodeAudio and ffmpeg, on a long file${why("ffmpeg")}`, () => {
	it.each([
		["flac", ["-c:a", "flac"], 0],
		["oga", ["-c:a", "flac"], 0],
		["mp3", ["-c:a", "libmp3lame", "-b:a", "320k"], 2e-6],
		["ogg", ["-c:a", "libvorbis", "-q:a", "10"], 2e-6],
	] as const)("agree on .%s", async (ending, options, atol) => {
		const path = join(folder, `long.${ending}`);
		execFileSync("ffmpeg", ["-v", "error", "-y", "-i", writeLong(), ...options, path]);
		const raw = ["-v", "error", "-i", path, "-f", "f32le", "-c:a", "pcm_f32le", "-"];
		const expected = separate(execFileSync("ffmpeg", raw, { maxBuffer: 2 ** 28 }), 2);
		const { channels, warnings } = await decodeAudio(read(path));
		expect(warnings).toEqual([]);
		for (const [c, channel] of channels.entries()) {
			expect(channel.length).toBeGreaterThanOrEqual(20 * 44_100);
			const length = Math.min(channel.length, expected[c]!.length);
			expect(channel.subarray(0, length)).toBeCloseToArray(expected[c]!.subarray(0, length), {
				rtol: 0,
				atol,
			});
		}
	});
});

describe.skipIf(!installed("opusdec"))(`decodeAudio and opusdec${why("opusdec")}`, () => {
	it.each(["speech-fixture.opus", "tone-fixture.opus"])("agree on %s", async (name) => {
		const path = join(folder, "opusdec.wav");
		execFileSync("opusdec", ["--quiet", "--float", "--rate", "48000", fixture(name), path]);
		const clip = await decodeAudio(read(fixture(name)));
		const expected = (await decodeAudio(read(path))).channels[0] as Float32Array;
		// Another build of libopus rounds differently; 4e-5 was seen on the tone, 6e-8 on speech.
		expect(clip.channels[0]).toBeCloseToArray(expected, { rtol: 0, atol: 1e-4 });
	});
});

describe.skipIf(!installed("sox"))(`decodeAudio and sox${why("sox")}`, () => {
	it.each([
		["8 bits", ["-b", "8"]],
		["16 bits", ["-b", "16"]],
		["24 bits, stereo", ["-b", "24", "-c", "2"]],
		["32 bits", ["-b", "32"]],
		["32-bit float", ["-b", "32", "-e", "floating-point"]],
		["64-bit float", ["-b", "64", "-e", "floating-point"]],
		["A-law", ["-e", "a-law"]],
		["µ-law", ["-e", "mu-law"]],
		["big-endian (RIFX)", ["-b", "16", "-B"]],
	])("agree on a WAV file of %s", async (_, format) => {
		const path = join(folder, "sox.wav");
		execFileSync("sox", ["-R", "-D", fixture("speech-fixture.wav"), ...format, path], { stdio: "ignore" });
		const clip = await decodeAudio(read(path));
		const raw = ["-t", "raw", "-e", "floating-point", "-b", "32", "-L", "-"];
		const output = execFileSync("sox", ["-D", path, ...raw], {
			maxBuffer: 2 ** 28,
			stdio: ["ignore", "pipe", "ignore"],
		});
		for (const [c, expected] of separate(output, clip.channels.length).entries()) {
			expect(clip.channels[c]).toBeCloseToArray(expected, { rtol: 0, atol: 1e-7 });
		}
	});
});

describe.skipIf(!installed("flac"))(`decodeAudio and the flac program${why("flac")}`, () => {
	it.each([
		["the fastest", ["-0"]],
		["the smallest", ["-8", "-e", "-p"]],
		["small blocks", ["-b", "192"]],
		["large blocks", ["-b", "16384", "--lax"]],
	])(
		"agree on what it encodes with %s settings, at 16 and 24 bits, with one, two and six channels",
		async (_, options) => {
			for (const source of ["speech-fixture.wav", "speech-fixture-6-channels.wav"]) {
				for (const channels of ["1", "2", "6"]) {
					const wav = join(folder, "source.wav");
					const path = join(folder, "coded.flac");
					execFileSync("sox", ["-R", fixture(source), "-c", channels, wav], { stdio: "ignore" });
					execFileSync("flac", ["-s", "-f", ...options, "-o", path, wav], { stdio: "ignore" });
					const coded = await decodeAudio(read(path));
					const original = await decodeAudio(read(wav));
					expect(coded.channels).toEqual(original.channels);
					expect(coded.warnings).toEqual([]);
				}
			}
		},
	);
});
