import type { FileFacts } from "@undertone/api";
import type { SpeechAnalysis } from "@undertone/recognize";

/** A recording for the worker. */
export interface WorkerRequest {
	readonly id: number;
	readonly name: string;
	readonly bytes: ArrayBuffer;
	/** Seconds. */
	readonly maxDuration: number;
	/** Of the file itself, where the browser decoded it first. */
	readonly facts?: Pick<FileFacts, "size" | "container" | "codec" | "warnings">;
}

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
	| { readonly id: number; readonly done: PageAnalysis }
	| { readonly id: number; readonly failed: { readonly code: string; readonly message: string } };
