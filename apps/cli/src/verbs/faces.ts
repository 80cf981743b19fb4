import { UndertoneError } from "@undertone/core";
import { analyzeFaceFile } from "../faces/analyze-face-file.ts";
import { findFaceFiles } from "../faces/find-face-files.ts";
import { openFaceRecognizer } from "../faces/open-face-recognizer.ts";
import { printPicture, printVideo, summaryLine } from "../faces/print-faces.ts";
import { defineVerb } from "../verb.ts";

/** Up to this many files are printed in full, more with a line each. */
const mostInFull = 5;

export const verb = defineVerb({
	summary: "facial expressions in pictures and videos: where, turned how, what moves, what it looks like",
	usage: "faces IMAGE|VIDEO|DIR… [options]",
	options: {
		json: { type: "boolean", description: "one line of JSON a file, in the order given" },
		landmarks: { type: "boolean", description: "with --json: every point of every face" },
		model: {
			type: "string",
			value: "FILE",
			description: "the model of expressions; by default models/face.onnx",
		},
		task: {
			type: "string",
			value: "FILE",
			description: "MediaPipe's face_landmarker.task: 478 points and its blendshapes",
		},
		neutral: {
			type: "string",
			value: "FILE",
			description: "a person's neutral face, from which action units are measured",
		},
		detector: {
			type: "string",
			value: "blaze|haar",
			description: "what finds faces: BlazeFace (by default), or the Haar cascade of Viola and Jones",
		},
		fps: { type: "string", value: "N", description: "frames of a video a second; by default 5" },
	},
	examples: [
		"undertone faces portrait.jpg",
		"undertone faces holiday/ --json > faces.jsonl",
		"undertone faces interview.mp4 --fps 10 --json --landmarks",
		"undertone faces portrait.jpg --task face_landmarker.task",
		"undertone faces portrait.jpg --detector haar",
	],
	notes: [
		"A result says what a face looks like, not what a person feels. Where it cannot tell, it says so and why.",
		"Videos are read through ffmpeg. A file that cannot be read does not stop the others; the exit code is then 1.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		if (positionals.length === 0) {
			throw new UndertoneError(
				"usage",
				"faces: name a picture, video or folder. See undertone faces --help.",
			);
		}
		const rate = Number(options.fps ?? 5);
		if (!(rate > 0 && rate <= 60)) {
			throw new UndertoneError(
				"usage",
				`faces: --fps must be a number over 0 and up to 60, got "${options.fps}".`,
			);
		}
		const recognizer = await openFaceRecognizer(options, environment);
		const files = await findFaceFiles(positionals);
		const full = files.length <= mostInFull;
		const progress = terminal.progress({ label: "Looking", total: files.length, unit: "files" });
		let failed = 0;
		try {
			for (const [i, file] of files.entries()) {
				signal.throwIfAborted();
				const line = await analyzeFaceFile(file, recognizer, {
					landmarks: options.landmarks === true,
					rate,
					signal,
					onTime: (time) => progress.update(i, `${Math.round(time)} s`),
				});
				progress.clear();
				if (options.json) terminal.print(JSON.stringify(line));
				else if ("error" in line) terminal.warn(`${line.file}: ${line.error.message}`);
				else if (!full) terminal.print(summaryLine(line));
				else if ("frames" in line) printVideo(line, terminal);
				else printPicture(line, terminal);
				if ("error" in line) failed++;
				if (files.length > 1) progress.update(i + 1);
			}
		} finally {
			progress.finish();
			await recognizer.release();
		}
		if (failed > 0 && files.length > 1)
			terminal.warn(`${failed} of ${files.length} files could not be analysed.`);
		return failed > 0 ? 1 : 0;
	},
});
