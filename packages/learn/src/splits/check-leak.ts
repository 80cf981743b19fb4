import { UndertoneError } from "@undertone/core";
import type { Fold } from "./fold.ts";

/** What must not stand on both sides of a split. */
interface LeakOptions {
	/** Hash of the audio of every sample. */
	readonly hashes?: readonly string[];
	/** Speaker of every sample, for speaker-independent splits. */
	readonly speakers?: readonly string[];
	/** Sentence of every sample, for sentence-independent splits. */
	readonly sentences?: readonly string[];
	/** For the message; the index by default. */
	readonly files?: readonly string[];
}

/**
 * Makes sure that no audio (nor speaker, nor sentence, where given) is in both parts of a fold.
 *
 * @throws {UndertoneError} `leak` naming the first clips that are.
 */
export function checkLeak({ train, test, name }: Fold, options: LeakOptions): void {
	const file = (i: number): string => options.files?.[i] ?? `clip ${i}`;
	const kinds = [
		["audio", options.hashes],
		["speaker", options.speakers],
		["sentence", options.sentences],
	] as const;
	for (const [kind, values] of kinds) {
		if (values === undefined) continue;
		const trained = new Map<string, number>();
		for (const i of train) trained.set(values[i] as string, i);
		for (const i of test) {
			const twin = trained.get(values[i] as string);
			if (twin === undefined) continue;
			const shared = kind === "audio" ? "the same audio" : `the ${kind} "${values[i]}"`;
			throw new UndertoneError(
				"leak",
				`checkLeak: no ${kind} may be in both parts of fold ${name}, but ${file(twin)} (training) and ` +
					`${file(i)} (test) share ${shared}. Exclude one of them, or group them in the split.`,
			);
		}
	}
}
