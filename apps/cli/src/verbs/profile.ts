import { writeFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import {
	createSpeechRecognizer,
	emptyProfile,
	loadModel,
	profileMismatch,
	profileRefusal,
} from "@undertone/recognize";
import { findAudioFiles } from "../analyze/find-audio-files.ts";
import { readAudio } from "../analyze/read-audio.ts";
import { readModelFile } from "../open-model.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "make a speaker profile from recordings of one person",
	usage: "profile FILE|DIR… --save FILE [--neutral] [--model FILE]",
	options: {
		save: { type: "string", value: "FILE", description: "where the profile goes, as JSON" },
		neutral: { type: "boolean", description: "the recordings are a neutral reading, not any speech" },
		model: { type: "string", value: "FILE", description: "the model; by default models/speech.onnx" },
	},
	examples: [
		"undertone profile anna-reading.wav --neutral --save anna.json",
		"undertone profile anna/ --save anna.json",
		"undertone analyze new.wav --profile anna.json",
	],
	notes: [
		"A profile holds averages of the voice's features, no sound. Twenty seconds of neutral reading are enough.",
		"It is of the model that heard them: analyze and live refuse it with another one, and say so.",
		"A profile of recordings that all sound of one emotion is not used by analyze, which says so.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		if (positionals.length === 0 || options.save === undefined) {
			throw new UndertoneError(
				"usage",
				"profile: name recordings and, with --save, where the profile goes. See undertone profile --help.",
			);
		}
		const model = await loadModel(await readModelFile(options.model, environment));
		const recognizer = createSpeechRecognizer({ model });
		const files = await findAudioFiles(positionals);
		const progress = terminal.progress({ label: "Listening", total: files.length, unit: "files" });
		let profile = emptyProfile(model, options.neutral ? "neutral" : "any");
		const mismatch = profileMismatch(profile, model);
		if (mismatch !== null) throw new UndertoneError("usage", mismatch);
		let failed = 0;
		for (const [i, { file, error }] of files.entries()) {
			signal.throwIfAborted();
			try {
				if (error !== undefined) throw error;
				profile = await recognizer.learn(profile, (await readAudio(file, 3600)).signal);
			} catch (cause) {
				if (!(cause instanceof UndertoneError)) throw cause;
				failed++;
				progress.clear();
				terminal.warn(`${file}: ${cause.message}`);
			}
			progress.update(i + 1);
		}
		progress.finish();
		await recognizer.release();
		if (profile.clips === 0) {
			throw new UndertoneError(
				"audio-empty",
				"profile: there is no speech in the recordings; nothing was saved.",
			);
		}
		await writeFile(options.save, `${JSON.stringify(profile)}\n`, { mode: 0o600 });
		terminal.print(
			`Saved ${options.save}: ${profile.clips} ${profile.clips === 1 ? "stretch" : "stretches"} of speech.`,
		);
		const refusal = profileRefusal(profile);
		if (refusal !== null) terminal.warn(refusal);
		return failed > 0 ? 1 : 0;
	},
});
