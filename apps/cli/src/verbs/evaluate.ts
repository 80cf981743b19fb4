import { existsSync } from "node:fs";
import { UndertoneError } from "@undertone/core";
import { readAudioVisual, readCorpus } from "@undertone/corpora";
import { appendToLedger, type SplitKind } from "@undertone/lab";
import {
	createExpressionClassifier,
	createFaceRecognizer,
	createFuser,
	createSpeechRecognizer,
	loadModel,
} from "@undertone/recognize";
import { evaluateFaces, facePartOf } from "../evaluate/evaluate-faces.ts";
import { evaluateFilms } from "../evaluate/evaluate-films.ts";
import { evaluateModel } from "../evaluate/evaluate-model.ts";
import { printEvaluation, printFilms } from "../evaluate/print-evaluation.ts";
import type { Evaluation } from "../evaluate/summarise.ts";
import { shippedFaceModel } from "../faces/open-face-recognizer.ts";
import { findFolder } from "../lab/find-folder.ts";
import { readModelFile } from "../open-model.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "put a model to a corpus, speaker by speaker",
	usage: "evaluate --corpus NAME|csv:PATH [--model FILE] [options]",
	options: {
		corpus: {
			type: "string",
			value: "NAME",
			description:
				"ravdess, emodb, tess, nemo, crema-d, csv:PATH; fer2013[:PART] for faces; film:ravdess, film:crema-d for both",
		},
		model: { type: "string", value: "FILE", description: "the model; by default models/speech.onnx" },
		"face-model": {
			type: "string",
			value: "FILE",
			description: "of films, the model of expressions; by default models/face.onnx",
		},
		"fusion-model": {
			type: "string",
			value: "FILE",
			description: "of films, a model of fusion in place of the mean, such as models/fusion.onnx",
		},
		data: { type: "string", value: "DIR", description: "the folder that holds the corpora" },
		results: {
			type: "string",
			value: "DIR",
			description: "whose ledger counts this opening (./results, else the repository's)",
		},
		json: { type: "boolean", description: "all figures as JSON" },
	},
	examples: [
		"undertone evaluate --corpus tess",
		"undertone evaluate --corpus fer2013",
		"undertone evaluate --corpus film:crema-d --data corpora/",
		"undertone evaluate --model my.onnx --corpus csv:recordings/labels.csv --json",
	],
	notes: [
		"A csv has the columns file, speaker, emotion. Every clip is scored whole; classes that the model does not know are left out.",
		"film:NAME is a corpus of people who are seen and heard: voice, face and both as the live page fuses them (or by --fusion-model), each with its figures. It needs ffmpeg.",
		"Figures of a corpus that the model was trained on are no test of it, and are marked so. Others are openings of a test part, and entered in ledger.csv where there is a folder of results.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		if (options.corpus === undefined || positionals.length > 0) {
			throw new UndertoneError(
				"usage",
				"evaluate: name a corpus with --corpus. See undertone evaluate --help.",
			);
		}
		const part = facePartOf(options.corpus);
		if (part !== null) {
			const file = await readModelFile(options.model ?? shippedFaceModel, environment);
			const classifier = await createExpressionClassifier(file);
			const progress = terminal.progress({ label: "Pictures", total: 1, unit: "" });
			const evaluation = await evaluateFaces(classifier, part, {
				data: options.data,
				onProgress: (done, total) => progress.update(done / total),
			}).finally(() => progress.finish());
			await classifier.release();
			await enterLedger(evaluation, "fixed", options.results);
			if (options.json) terminal.print(JSON.stringify(evaluation));
			else printEvaluation(evaluation, terminal);
			return 0;
		}
		const model = await loadModel(await readModelFile(options.model, environment));
		if (options.corpus.toLowerCase().startsWith("film:")) {
			const films = await readAudioVisual(options.corpus.slice(5), { data: options.data });
			const face = await readModelFile(options["face-model"] ?? shippedFaceModel, environment);
			const fusion = options["fusion-model"];
			const expression = await createExpressionClassifier(face);
			const recognizers = {
				speech: createSpeechRecognizer({ model }),
				face: await createFaceRecognizer({ expression }),
				expression,
				fuser: fusion === undefined ? undefined : await createFuser(await readModelFile(fusion, environment)),
			};
			const progress = terminal.progress({ label: "Films", total: films.clips.length, unit: "films" });
			const evaluation = await evaluateFilms(recognizers, films, {
				signal,
				onProgress: (done) => progress.update(done),
			}).finally(() => progress.finish());
			await Promise.all([
				recognizers.speech.release(),
				recognizers.face.release(),
				recognizers.fuser?.release(),
			]);
			for (const part of ["voice", "face", "both"] as const) {
				await enterLedger(evaluation[part], "cross-corpus", options.results);
			}
			if (options.json) terminal.print(JSON.stringify(evaluation));
			else printFilms(evaluation, terminal);
			return 0;
		}
		const corpus = await readCorpus(options.corpus, { data: options.data });
		const progress = terminal.progress({ label: "Features", total: corpus.utterances.length, unit: "clips" });
		const evaluation = await evaluateModel(model, corpus, {
			signal,
			onProgress: (done) => progress.update(done),
		}).finally(() => progress.finish());
		await model.release();
		await enterLedger(evaluation, "cross-corpus", options.results);
		if (options.json) terminal.print(JSON.stringify(evaluation));
		else printEvaluation(evaluation, terminal);
		return 0;
	},
});

/** A test part that a model was put to counts, as those of recipes do; what it was trained on is none. */
async function enterLedger(
	{ model, corpus, metrics, trainedOnIt }: Evaluation,
	split: SplitKind,
	results: string | undefined,
): Promise<void> {
	const folder = findFolder("results", results);
	if (trainedOnIt || (results === undefined && !existsSync(folder))) return;
	await appendToLedger(folder, {
		date: new Date().toISOString(),
		id: `evaluate/${model}`,
		corpora: [corpus],
		split,
		adaptation: { kind: "none", k: 0 },
		classifier: `the model ${model}`,
		features: "its own",
		selection: "fixed-beforehand",
		metrics,
	});
}
