import { UndertoneError } from "@undertone/core";
import { createSpeechRecognizer, loadModel } from "@undertone/recognize";
import type { AnalyzerSettings, FileAnalysis } from "./analyze-files.ts";
import { readAudio } from "./read-audio.ts";

/** How one file's analysis is watched. */
export interface FileWatch {
	readonly signal?: AbortSignal;
	/** Called with the share done, in [0, 1]. */
	readonly onShare?: (share: number) => void;
}

/** Opens a model once and analyses files with it, one after the other, in this thread. */
export async function openAnalyzer({ model, profile, maxDuration, explain }: AnalyzerSettings): Promise<{
	analyze(file: string, watch?: FileWatch): Promise<FileAnalysis>;
	close(): Promise<void>;
}> {
	const recognizer = createSpeechRecognizer({
		model: await loadModel(model),
		...(profile === null ? {} : { profile }),
	});
	return {
		analyze: async (file, { signal, onShare } = {}) => {
			try {
				const { signal: samples, source } = await readAudio(file, maxDuration);
				const recording = { sampleRate: source.sampleRate, clippedShare: source.level.clippedShare };
				const options = {
					recording,
					explain,
					...(signal === undefined ? {} : { signal }),
					...(onShare === undefined ? {} : { onProgress: onShare }),
				};
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
