import type { FileFacts } from "@undertone/api";
import type { SpeakerProfile, SpeechAnalysis } from "@undertone/recognize";

/** A recording for the worker. */
export interface Recording {
	readonly name: string;
	readonly bytes: ArrayBuffer;
	/** Seconds. */
	readonly maxDuration: number;
	/** Of the file itself, where the browser decoded it first. */
	readonly facts?: Pick<FileFacts, "size" | "container" | "codec" | "warnings">;
}

/** What the worker can be asked. */
export type WorkerTask =
	/** What a recording sounds like; `profile` is the JSON of the speaker's. */
	| ({ readonly task: "analyze"; readonly profile: string | null } & Recording)
	/** The profile with a recording more; a new one of the kind where there is none. */
	| ({ readonly task: "learn"; readonly profile: SpeakerProfile | SpeakerProfile["kind"] } & Recording)
	/** The profile that a JSON holds. */
	| { readonly task: "parse"; readonly profile: string };

/** A task that can be told from others. */
export type WorkerRequest = { readonly id: number } & WorkerTask;

/** What the worker found. */
export interface PageAnalysis {
	readonly result: SpeechAnalysis;
	readonly file: FileFacts;
	readonly peaks: number[];
	/** Mono at 16 kHz, for the spectrogram. */
	readonly signal: Float32Array;
}

/** What the worker says. */
export type WorkerAnswer =
	| { readonly id: number; readonly progress: number }
	| { readonly id: number; readonly done: PageAnalysis | SpeakerProfile }
	| { readonly id: number; readonly failed: { readonly code: string; readonly message: string } };
