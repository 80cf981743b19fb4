import { UndertoneError } from "@undertone/core";

/** How messages call a file. */
export function nameOf(fileName: string | undefined): string {
	return fileName === undefined ? "The file" : `"${fileName}"`;
}

/** The refusal of a file that looks like audio and cannot be decoded. */
export function damaged(name: string, what: string, cause?: unknown): UndertoneError {
	return new UndertoneError(
		"audio-damaged",
		`${name} cannot be decoded: ${what}. Export or record it again.`,
		cause === undefined ? undefined : { cause },
	);
}

/** The refusal of a file that is well formed and holds no samples. */
export function holdsNothing(name: string): UndertoneError {
	return new UndertoneError(
		"audio-empty",
		`${name} holds 0 s of audio: it has a header and no samples. Record it again.`,
	);
}

/**
 * Refuses what lasts longer than allowed.
 *
 * @param seconds - The duration that a header announces or that has been decoded so far.
 * @throws {UndertoneError} `audio-too-long`, if `seconds > maxDuration`.
 */
export function checkDuration(name: string, seconds: number, maxDuration: number): void {
	if (seconds <= maxDuration) return;
	throw new UndertoneError(
		"audio-too-long",
		`${name} lasts ${clock(seconds)}, the limit is ${clock(maxDuration)}. Cut it into shorter pieces.`,
	);
}

/** 10800 gives `3 h`, 90 gives `1 min 30 s`, 2.5 gives `2.5 s`. */
function clock(seconds: number): string {
	if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60) % 60;
	const parts =
		whole < 3600
			? [`${minutes} min`, whole % 60 === 0 ? "" : `${whole % 60} s`]
			: [`${Math.floor(whole / 3600)} h`, minutes === 0 ? "" : `${minutes} min`];
	return parts.filter((part) => part !== "").join(" ");
}
