import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { createFfmpegFallback } from "@undertone/audio/ffmpeg";
import { UndertoneError } from "@undertone/core";
import { textGrid } from "@undertone/recognize";
import { glottalPulses, intensity, pauses, pitch, syllableNuclei } from "@undertone/speech";
import type { LabelledFile } from "./find-tasks.ts";
import { createTextFile } from "./text-file.ts";

/**
 * Speech and pauses (intervals), syllable nuclei and glottal pulses (points) of one file as a Praat TextGrid.
 *
 * @returns The path written.
 * @throws {UndertoneError} `usage` for several files; as decoding does.
 */
export async function writeTextGrid(path: string, files: readonly LabelledFile[]): Promise<string> {
	const [file, ...others] = files;
	if (file === undefined || others.length > 0) {
		throw new UndertoneError(
			"usage",
			`features: a TextGrid is of one file, got ${files.length}. Name one, or write a table (.csv).`,
		);
	}
	if (file.error !== undefined) throw file.error;
	const { signal, sampleRate, source } = await decodeToMono(await readFile(file.path), {
		name: basename(file.path),
		fallback: createFfmpegFallback(),
	});
	const text = await createTextFile(path);
	try {
		await text.write(textGridOf(signal, sampleRate, source.duration));
		return await text.finish();
	} catch (error) {
		await text.abandon();
		throw error;
	}
}

function textGridOf(signal: Float32Array, sampleRate: number, duration: number): string {
	const level = intensity(signal, { sampleRate });
	const track = pitch(signal, { sampleRate });
	const parts = pauses(level, duration);
	const points = (times: Float64Array): { time: number; text: string }[] =>
		Array.from(times, (time, i) => ({ time, text: String(i + 1) }));
	return textGrid(
		[
			{
				name: "speech",
				intervals: [
					...parts.speech.map((stretch) => ({ ...stretch, text: "speech" })),
					...parts.pauses.map((stretch) => ({ ...stretch, text: "pause" })),
				].sort((a, b) => a.start - b.start),
			},
			{ name: "syllables", points: points(syllableNuclei(level, track)) },
			{ name: "pulses", points: points(glottalPulses(signal, track, sampleRate)) },
		],
		duration,
	);
}
