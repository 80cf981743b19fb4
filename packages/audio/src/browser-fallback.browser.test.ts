import { describe, expect, it } from "vitest";
import { createBrowserFallback } from "./browser-fallback.browser.ts";
import { decodeAudio } from "./decode-audio.ts";
import { readFixture } from "./testing/read-fixture.node.ts";

describe("createBrowserFallback", () => {
	it("decodes WebM at 48 kHz, and says that the stored rate is not known", async () => {
		const clip = await decodeAudio(await readFixture("speech-fixture.webm"), {
			name: "a.webm",
			fallback: createBrowserFallback(),
		});
		expect(clip.sampleRate).toBe(48_000);
		expect(clip.duration).toBeCloseTo(1.83, 1);
		expect(clip.format.container).toBe("webm");
		expect(clip.warnings.map(({ code }) => code)).toEqual(["resampled"]);
	});

	it("refuses in plain words what this browser does not know", async () => {
		const bytes = (await readFixture("speech-fixture.m4a")).subarray(0, 3000);
		await expect(
			decodeAudio(bytes, { name: "a.m4a", fallback: createBrowserFallback() }),
		).rejects.toMatchObject({
			code: "audio-unknown-format",
			message: '"a.m4a" cannot be decoded by this browser. Convert it to WAV, FLAC, MP3, Ogg Vorbis or Opus.',
		});
	});
});
