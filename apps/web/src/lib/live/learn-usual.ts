import type { FaceClient } from "./face-client.ts";
import { keepOwnUsual, readOwnUsual } from "./own-usual.ts";
import type { SpeechClient } from "./speech-client.ts";

/** What came of a neutral start. */
interface LearntUsual {
	/** Sentences for the user. */
	readonly said: readonly string[];
	readonly profile: boolean;
	readonly neutralFace: boolean;
}

/**
 * Ends a neutral start: the workers make the profile and the neutral face of what they collected, and this browser
 * keeps them.
 *
 * @param model - Hash of the model that heard.
 */
export async function learnUsual(
	voice: SpeechClient | undefined,
	face: FaceClient | undefined,
	model: string,
): Promise<LearntUsual> {
	const [made, neutral] = await Promise.all([voice?.enrolled(), face?.enrolled()]);
	const said: string[] = [];
	if (made !== undefined) {
		said.push(
			made.profile === null
				? (made.problem ?? "Your usual voice could not be learnt.")
				: `Your usual voice is known now (from ${made.profile.clips} windows of speech).`,
		);
	}
	if (neutral !== undefined) {
		said.push(
			neutral === null
				? "Your face was not seen well enough for a neutral one."
				: `Your neutral face is known now (from ${neutral.frames} frames).`,
		);
	}
	const profile = made?.profile ?? null;
	if (profile !== null || neutral != null) {
		const before = readOwnUsual();
		keepOwnUsual({
			taken: new Date().toISOString(),
			model: profile === null ? (before?.model ?? null) : model,
			profile: profile ?? before?.profile ?? null,
			neutral: neutral ?? before?.neutral ?? null,
		});
	}
	return { said, profile: profile !== null, neutralFace: neutral != null };
}
