import { randomUUID } from "node:crypto";
import type { newAnalysisSchema, SavedAnalysis, Settings } from "@undertone/api";
import type { z } from "zod";
import type { ServerConfiguration } from "../../config.ts";
import type { Recordings, Upload } from "../../data-folder/recordings.ts";
import { ApiError } from "../../http/api-error.ts";
import { checkPurpose } from "../../purpose.ts";
import type { Analyzer } from "./analyzer.ts";
import type { AnalysesRepository, NewEntry } from "./repository.ts";

/** What the service works with. */
export interface AnalysesDependencies {
	readonly repository: AnalysesRepository;
	readonly recordings: Recordings;
	readonly analyzer: Analyzer;
	readonly config: ServerConfiguration;
	readonly settingsOf: (userId: string) => Promise<Settings>;
}

/** What a user wants done with an upload. */
interface UploadWishes {
	readonly name: string;
	readonly title?: string | undefined;
	readonly keepRecording: boolean;
	readonly saveHistory: boolean;
	readonly ownVoice: boolean;
	readonly profile?: string | undefined;
	/** Whether who asked has left meanwhile: then nothing is stored. */
	readonly isGone?: () => boolean;
}

type UnstoredEntry<E = NewEntry> = E extends NewEntry ? Omit<E, "id" | "recording"> : never;

/** Analysing, storing and deleting, with the rules of purpose, history and recordings. */
export interface AnalysesService {
	/** Analyses an upload on this server. The upload is discarded, or kept where that was wished. */
	analyze(userId: string, upload: Upload, wishes: UploadWishes): Promise<SavedAnalysis>;
	/** Stores what a page found out, with the recording where there is one. */
	save(
		userId: string,
		made: z.output<typeof newAnalysisSchema>,
		upload: Upload | undefined,
	): Promise<SavedAnalysis>;
	/** Whether there was one. */
	remove(userId: string, id: string): Promise<boolean>;
}

/** See {@link AnalysesService}. */
export function createAnalysesService({
	repository,
	recordings,
	analyzer,
	config,
	settingsOf,
}: AnalysesDependencies): AnalysesService {
	const store = async (entry: UnstoredEntry, upload: Upload | undefined): Promise<SavedAnalysis> => {
		const id = randomUUID();
		await recordings.checkRoom();
		const duplicateOf = await repository.findSame(entry.userId, entry.file?.sha256 ?? null);
		// First the recording, then the row: what a crash leaves in between is a stray file, which the next start deletes.
		if (upload !== undefined) await recordings.keep(upload, id);
		try {
			const recording = upload?.container ?? null;
			return { analysis: await repository.insert({ ...entry, id, recording }), saved: true, duplicateOf };
		} catch (error) {
			await recordings.remove([id]);
			throw error;
		}
	};
	return {
		analyze: async (userId, upload, wishes) => {
			const settings = await settingsOf(userId);
			checkPurpose(config.purpose ?? settings.purpose, wishes.ownVoice);
			if (wishes.keepRecording) checkKeeping(config);
			const analyzed = await analyzer.analyze(upload, wishes);
			if (wishes.isGone?.()) throw new ApiError("upload-broken-off");
			const entry = {
				kind: "speech",
				userId,
				source: "server",
				title: wishes.title ?? wishes.name,
				note: "",
				...analyzed,
			} as const;
			if (settings.saveHistory && wishes.saveHistory) {
				return store(entry, wishes.keepRecording ? upload : undefined);
			}
			const { userId: _, ...shown } = entry;
			const analysis = {
				...shown,
				id: randomUUID(),
				createdAt: new Date().toISOString(),
				recordingKept: false,
				correction: null,
			};
			return { analysis, saved: false, duplicateOf: null };
		},
		save: async (userId, made, upload) => {
			const settings = await settingsOf(userId);
			if (!settings.saveHistory) throw new ApiError("history-off");
			checkPurpose(config.purpose ?? settings.purpose, made.ownVoice);
			if (upload !== undefined) {
				checkKeeping(config);
				if (upload.container === null) {
					throw new ApiError(
						"audio-unknown-format",
						`The recording is not audio: it holds ${upload.description}.`,
					);
				}
			}
			const { ownVoice: _, title = made.file?.name ?? "Live", ...content } = made;
			const entry = { ...content, userId, title };
			if (upload === undefined) return store(entry, undefined);
			if (entry.kind !== "speech") {
				throw new ApiError("invalid-request", "file: only a recording of speech can be kept, no picture.");
			}
			const { size, sha256 } = upload;
			return store({ ...entry, file: { ...entry.file, size, sha256 } }, upload);
		},
		remove: async (userId, id) => {
			const removed = await repository.remove(userId, id);
			if (removed) await recordings.remove([id]);
			return removed;
		},
	};
}

function checkKeeping({ keepRecordings }: ServerConfiguration): void {
	if (keepRecordings === "never") throw new ApiError("recordings-never-kept");
}
