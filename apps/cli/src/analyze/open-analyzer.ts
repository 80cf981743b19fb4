import { UndertoneError } from "@undertone/core";
import { createSpeechRecognizer, loadModel } from "@undertone/recognize";
import type { AnalyzerSettings, FileAnalysis } from "./analyze-files.ts";
import { readAudio } from "./read-audio.ts";

/** Opens a model once and analyses files with it, one after the other, in this thread. */
export async function openAnalyzer({ model, profile, maxDuration, explain }: AnalyzerSettings): Promise<{
	analyze(file: string, signal?: AbortSignal): Promise<FileAnalysis>;
	close(): Promise<void>;
}> {
	const recognizer = createSpeechRecognizer({
		model: await loadModel(model),
		...(profile === null ? {} : { profile }),
	});
	return {
		analyze: async (file, signal) => {
			try {
				const { signal: samples, source } = await readAudio(file, maxDuration);
				const recording = { sampleRate: source.sampleRate, clippedShare: source.level.clippedShare };
				const options = { recording, explain, ...(signal === undefined ? {} : { signal }) };
				return { file, source, analysis: await recognizer.analyze(samples, options) };
			} catch (error) {
				if (error instanceof UndertoneError && error.code !== "cancelled") {
					return { file, error: { code: error.code, message: error.message } };
				}
				throw error;
			}
		},
		close: () => recognizer.release(),
	};
}
