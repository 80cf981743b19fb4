import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { decodeAudio } from "./decode-audio.ts";
import { createFfmpegFallback } from "./ffmpeg-fallback.node.ts";
import { readFixture } from "./testing/read-fixture.node.ts";

const installed = spawnSync("ffmpeg", ["-version"]).error === undefined;
const reason = installed ? "" : " (skipped: ffmpeg is not installed)";
const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe.skipIf(!installed)(`createFfmpegFallback${reason}`, () => {
	const fallback = createFfmpegFallback();

	it.each([
		["speech-fixture.m4a", "mp4", "aac", 16_000],
		["speech-fixture.webm", "webm", "opus", 48_000],
	])("decodes %s and says what it was", async (name, container, codec, sampleRate) => {
		const clip = await decodeAudio(await readFixture(name), { name, fallback });
		expect(clip.format).toEqual({ container, codec, bitsPerSample: null });
		expect(clip.sampleRate).toBe(sampleRate);
		expect(clip.duration).toBeGreaterThan(1.82);
		expect(clip.duration).toBeLessThan(1.9);
	});

	it("refuses what is longer than allowed", async () => {
		const bytes = await readFixture("speech-fixture.m4a");
		await expect(decodeAudio(bytes, { fallback, maxDuration: 0.5 })).rejects.toMatchObject({
			code: "audio-too-long",
		});
	});

	it("refuses a cut MP4 file, whose index stands at its end", async () => {
		const bytes = (await readFixture("speech-fixture.m4a")).subarray(0, 8000);
		await expect(decodeAudio(bytes, { name: "a.m4a", fallback })).rejects.toMatchObject({
			code: "audio-unknown-format",
			message: '"a.m4a" cannot be decoded, not by ffmpeg either. Convert it to WAV or FLAC.',
		});
	});

	it("opens no playlist: a file that names other files is refused", async () => {
		const secret = join(folder, "secret.wav");
		writeFileSync(secret, await readFixture("speech-fixture.wav"));
		// With a control character in front it is not taken for text, and reaches ffmpeg.
		const playlist = new TextEncoder().encode(`ffconcat version 1.0\nfile '${secret}'\n\u0001`);
		await expect(decodeAudio(playlist, { name: "list.mp4", fallback })).rejects.toMatchObject({
			code: "audio-unknown-format",
		});
	});

	it("stops when more comes out than allowed", async () => {
		const tight = createFfmpegFallback({ maxOutputBytes: 1000 });
		await expect(
			decodeAudio(await readFixture("speech-fixture.m4a"), { fallback: tight }),
		).rejects.toMatchObject({
			code: "audio-too-long",
		});
	});
});

describe("createFfmpegFallback with another program in ffmpeg's place", () => {
	it("says what to do when there is none", async () => {
		const fallback = createFfmpegFallback({ command: "no-such-program" });
		await expect(
			decodeAudio(await readFixture("speech-fixture.m4a"), { name: "a.m4a", fallback }),
		).rejects.toMatchObject({
			code: "audio-unknown-format",
			message:
				'"a.m4a" needs ffmpeg, and "no-such-program" cannot be started. Install ffmpeg, or convert the file to WAV or FLAC.',
		});
	});

	it.skipIf(process.platform === "win32")(
		"ends one that hangs, and leaves no file behind (not on Windows)",
		async () => {
			const command = join(folder, "hangs.sh");
			writeFileSync(command, "#!/bin/sh\nexec sleep 60\n");
			chmodSync(command, 0o755);
			// A place for temporary files of its own: other tests put theirs into the machine's meanwhile.
			const own = mkdtempSync(join(folder, "temporary-"));
			vi.stubEnv("TMPDIR", own);
			const fallback = createFfmpegFallback({ command, timeout: 0.2 });
			const started = performance.now();
			await expect(
				decodeAudio(await readFixture("speech-fixture.m4a"), { name: "a.m4a", fallback }),
			).rejects.toThrow("took too long");
			expect(performance.now() - started).toBeLessThan(5000);
			expect(readdirSync(own)).toEqual([]);
		},
	);
});
