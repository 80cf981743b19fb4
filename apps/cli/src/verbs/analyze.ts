import { readFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import { loadModel, parseProfile, type SpeakerProfile, toJson } from "@undertone/recognize";
import { analyzeFiles } from "../analyze/analyze-files.ts";
import { findAudioFiles } from "../analyze/find-audio-files.ts";
import { printAnalysis, printExplanation, summaryLine } from "../analyze/print-analysis.ts";
import { createExportWriter } from "../analyze/write-exports.ts";
import { readModelFile } from "../open-model.ts";
import { defineVerb } from "../verb.ts";

/** Up to this many files are printed in full, more with a line each. */
const mostInFull = 5;

export const verb = defineVerb({
	summary: "how a recording sounds: a label with probabilities, and a timeline",
	usage: "analyze FILE|DIR… [options]",
	options: {
		json: { type: "boolean", description: "one line of JSON a file, in the order given" },
		explain: {
			type: "boolean",
			description: "say what moved the score in --json too, and of more than five files",
		},
		model: { type: "string", value: "FILE", description: "the model; by default models/speech.onnx" },
		profile: { type: "string", value: "FILE", description: "a speaker profile made by undertone profile" },
		export: {
			type: "string",
			value: "FORMAT",
			multiple: true,
			description: "write the timeline as textgrid, webvtt, elan or csv",
		},
		out: { type: "string", value: "DIR", description: "where exports go; by default the current folder" },
		"max-duration": {
			type: "string",
			value: "MINUTES",
			description: "refuse longer recordings; by default 120",
		},
	},
	examples: [
		"undertone analyze interview.wav",
		"undertone analyze recordings/ --json > results.jsonl",
		"undertone analyze call.mp3 --explain --json",
		"undertone analyze call.mp3 --profile anna.json --export textgrid --export webvtt",
	],
	notes: [
		"A result says what the voice sounds like, not what a person feels. Where it cannot tell, it says so and why.",
		"What moved the score: features, in words with numbers, or of a model on frames the parts of the spectrogram, each hidden in turn; --json has all of them as a matrix.",
		"A file that cannot be read does not stop the others; the exit code is then 1.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		if (positionals.length === 0) {
			throw new UndertoneError("usage", "analyze: name a file or folder. See undertone analyze --help.");
		}
		const minutes = Number(options["max-duration"] ?? 120);
		if (!(minutes > 0)) {
			throw new UndertoneError(
				"usage",
				`analyze: --max-duration must be a number of minutes over 0, got "${options["max-duration"]}".`,
			);
		}
		const exports = createExportWriter(options.export ?? [], options.out ?? ".");
		const model = await readModelFile(options.model, environment);
		const profile = await readProfile(options.profile, model);
		const files = await findAudioFiles(positionals);
		const full = !options.json && files.length <= mostInFull;
		const many = files.length > 1;
		const progress = terminal.progress({
			label: "Analysing",
			total: many ? files.length : 100,
			unit: many ? "files" : "%",
		});
		let done = 0;
		let failed = 0;
		const explain = full || options.explain === true;
		const settings = { model, profile, maxDuration: 60 * minutes, explain };
		try {
			for await (const result of analyzeFiles(files, settings, {
				signal,
				onProgress: (count) => {
					done = count;
					if (many) progress.update(done);
				},
				...(many ? {} : { onShare: (share: number) => progress.update(Math.round(100 * share)) }),
			})) {
				progress.clear();
				if ("error" in result) {
					failed++;
					if (options.json) terminal.print(JSON.stringify(result));
					else terminal.warn(`${result.file}: ${result.error.message}`);
				} else {
					const { file, analysis, source } = result;
					if (options.json)
						terminal.print(
							toJson(
								analysis,
								{ file, sampleRate: source.sampleRate, warnings: source.warnings },
								{ explain },
							),
						);
					else if (full) printAnalysis(file, analysis, source, terminal);
					else {
						terminal.print(summaryLine(file, analysis));
						if (explain) printExplanation(analysis, terminal);
					}
					for (const path of await exports.write(analysis, { file, sampleRate: source.sampleRate })) {
						if (!options.json) terminal.warn(`wrote ${path}`);
					}
				}
				if (many) progress.update(done);
			}
		} finally {
			progress.finish();
		}
		if (failed > 0 && files.length > 1)
			terminal.warn(`${failed} of ${files.length} files could not be analysed.`);
		return failed > 0 ? 1 : 0;
	},
});

/** The profile of a file, checked against the model; the model's own faults are found here too, before any file. */
async function readProfile(path: string | undefined, bytes: Uint8Array): Promise<SpeakerProfile | null> {
	const model = await loadModel(bytes);
	try {
		if (path === undefined) return null;
		const json = await readFile(path, "utf8").catch((cause: unknown) => {
			throw new UndertoneError("file-not-found", `The speaker profile "${path}" cannot be read.`, { cause });
		});
		return parseProfile(json, model);
	} finally {
		await model.release();
	}
}
