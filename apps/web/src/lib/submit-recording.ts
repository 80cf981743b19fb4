import type { NewAnalysisOf } from "@undertone/api";
import type { SpeakerProfile } from "@undertone/recognize";
import { analyzeInPage } from "./analyze-in-page.ts";
import { api } from "./api-client.ts";
import { remember } from "./results-memory.ts";

/** What a user wants done with a recording. */
export interface SubmitOptions {
	/** Whether somebody is logged in, so that the result may enter a history. */
	readonly loggedIn: boolean;
	readonly saveHistory: boolean;
	/** The user says that the voice is their own. */
	readonly ownVoice: boolean;
	/** Keep the recording itself on the server. */
	readonly keepRecording: boolean;
	/** Send the file to the server to be analysed there, instead of in the page. */
	readonly onServer: boolean;
	/** How the speaker usually sounds, or null. */
	readonly profile: SpeakerProfile | null;
	readonly signal?: AbortSignal;
	readonly onProgress?: (share: number) => void;
}

/**
 * Analyses a recording and, for who is logged in and wants it, puts the result into the history.
 *
 * @returns The id of the result, for its page.
 */
export async function submitRecording(file: File, options: SubmitOptions): Promise<string> {
	const { loggedIn, saveHistory, ownVoice, keepRecording, onServer, signal, onProgress } = options;
	const profile = options.profile === null ? null : JSON.stringify(options.profile);
	const watch = {
		...(signal === undefined ? {} : { signal }),
		...(onProgress === undefined ? {} : { onProgress }),
	};
	if (onServer && loggedIn) {
		const { analysis, saved } = await api.analyzeOnServer(
			file,
			{
				keepRecording: String(keepRecording),
				saveHistory: String(saveHistory),
				ownVoice: String(ownVoice),
				...(profile === null ? {} : { profile }),
			},
			watch,
		);
		remember({ analysis, saved, audio: file, signal: null });
		return analysis.id;
	}
	const { result, file: facts, peaks, signal: samples } = await analyzeInPage(file, profile, watch);
	const entry = {
		kind: "speech",
		title: file.name,
		source: "page",
		file: facts,
		result: structuredClone(result) as unknown as NewAnalysisOf<"speech">["result"],
		peaks,
		ownVoice,
	} satisfies NewAnalysisOf<"speech">;
	if (loggedIn && saveHistory) {
		signal?.throwIfAborted();
		const { analysis, saved } = await api.saveResult(entry, keepRecording ? file : null, watch);
		remember({ analysis, saved, audio: file, signal: samples });
		return analysis.id;
	}
	const id = `visit-${crypto.randomUUID()}`;
	const { ownVoice: _, ...kept } = entry;
	remember({
		analysis: {
			...kept,
			id,
			createdAt: new Date().toISOString(),
			recordingKept: false,
			correction: null,
			note: "",
		},
		saved: false,
		audio: file,
		signal: samples,
	});
	return id;
}
