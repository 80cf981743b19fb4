import type { NeutralFace } from "@undertone/face";
import type { SpeakerProfile } from "@undertone/recognize";

/** How a person usually sounds and looks, as the last neutral start found it; kept in this browser only. */
export interface OwnUsual {
	/** ISO 8601. */
	readonly taken: string;
	/** Hash of the model the profile was made with: with another it is worth nothing. */
	readonly model: string | null;
	readonly profile: SpeakerProfile | null;
	readonly neutral: NeutralFace | null;
}

const key = "undertone-own-usual";

/** What was kept, or null. */
export function readOwnUsual(): OwnUsual | null {
	try {
		return JSON.parse(localStorage.getItem(key) ?? "null") as OwnUsual | null;
	} catch {
		return null;
	}
}

/** Keeps it; a browser that keeps nothing is no error. */
export function keepOwnUsual(usual: OwnUsual): void {
	try {
		localStorage.setItem(key, JSON.stringify(usual));
	} catch {
		// Private windows may refuse: it then holds for this session.
	}
}

/** Removes it from this browser. */
export function forgetOwnUsual(): void {
	localStorage.removeItem(key);
}
