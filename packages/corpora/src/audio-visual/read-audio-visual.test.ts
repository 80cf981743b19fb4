import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAudioVisual } from "./read-audio-visual.ts";

let data: string;
beforeEach(() => {
	data = mkdtempSync(join(tmpdir(), "undertone-films-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function lay(...files: string[]): void {
	for (const file of files) {
		mkdirSync(dirname(join(data, file)), { recursive: true });
		writeFileSync(join(data, file), "");
	}
}

describe("readAudioVisual", () => {
	it("reads RAVDESS's films, one of each clip, with their own sound", async () => {
		lay(
			"Video_Speech_Actors_01-24/Actor_02/01-01-06-02-01-01-02.mp4",
			"Video_Speech_Actors_01-24/Actor_02/02-01-06-02-01-01-02.mp4",
			"Video_Speech_Actors_01-24/Actor_02/01-01-03-01-02-01-02.mp4",
			"Video_Speech_Actors_01-24/Actor_02/03-01-03-01-02-01-02.wav",
		);
		const { name, clips, unknownFiles } = await readAudioVisual("ravdess", { data });
		expect([name, clips.length, unknownFiles]).toEqual(["RAVDESS", 2, []]);
		const [happy, fearful] = clips;
		expect(happy).toMatchObject({
			file: "Actor_02/01-01-03-01-02-01-02.mp4",
			speaker: "02",
			sex: "female",
			sentence: "02",
			emotion: "happy",
			intensity: "normal",
			audio: join(data, "Video_Speech_Actors_01-24/Actor_02/03-01-03-01-02-01-02.wav"),
		});
		expect(fearful?.emotion).toBe("fearful");
		expect(fearful?.audio).toBe(fearful?.video);
	});

	it("takes a film without sound only where the sound stands beside it", async () => {
		lay(
			"ravdess/Actor_01/02-01-05-01-01-01-01.mp4",
			"ravdess/Actor_01/03-01-05-01-01-01-01.wav",
			"ravdess/Actor_01/02-01-04-01-01-01-01.mp4",
			"ravdess/Actor_01/01-02-04-01-01-01-01.mp4",
		);
		const { clips, unknownFiles } = await readAudioVisual("ravdess", { data });
		expect(clips.map(({ emotion }) => emotion)).toEqual(["angry"]);
		expect(unknownFiles.map(({ reason }) => reason)).toEqual([
			'vocal channel "02" in "01-02-04-01-01-01-01" is not speech ("01")',
			'"02-01-04-01-01-01-01" is a film without sound, and its sound is not there',
		]);
	});

	it("reads CREMA-D's films beside its sounds", async () => {
		lay(
			"CREMA-D/VideoFlash/1001_DFA_ANG_XX.flv",
			"CREMA-D/VideoFlash/1001_IEO_SAD_LO.flv",
			"CREMA-D/AudioWAV/1001_DFA_ANG_XX.wav",
			"CREMA-D/AudioWAV/1002_DFA_ANG_XX.wav",
		);
		const { clips } = await readAudioVisual("crema-d", { data });
		expect(clips.map(({ speaker, emotion, intensity }) => [speaker, emotion, intensity])).toEqual([
			["1001", "angry", "unspecified"],
			["1001", "sad", "low"],
		]);
		expect(clips[0]?.audio).toBe(join(data, "CREMA-D/AudioWAV/1001_DFA_ANG_XX.wav"));
		expect(clips[1]?.audio).toBe(clips[1]?.video);
	});

	it("says what it knows, and what a folder without films lacks", async () => {
		await expect(readAudioVisual("tess", { data })).rejects.toThrow(
			'There is no corpus of film and sound "tess", expected one of ravdess, crema-d.',
		);
		lay("ravdess/Actor_01/03-01-05-01-01-01-01.wav");
		await expect(readAudioVisual("ravdess", { data })).rejects.toThrow(
			/must hold films of RAVDESS; it holds none/,
		);
	});
});
