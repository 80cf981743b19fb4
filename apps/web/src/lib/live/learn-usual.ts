import { sentenceOf } from "../api-client.ts";
import { speakerProfiles } from "../use-speaker-profiles.ts";
import type { FaceClient } from "./face-client.ts";
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
 * @param name - Whose they are.
 */
export async function learnUsual(
	voice: SpeechClient | undefined,
	face: FaceClient | undefined,
	name: string,
): Promise<LearntUsual> {
	const [made, neutral] = await Promise.all([voice?.enrolled(), face?.enrolled()]);
	const said: string[] = [];
	if (made !== undefined) {
		said.push(
			made.profile === null
				? (made.problem ?? "The usual voice could not be learnt.")
				: `The usual voice is known now (from ${made.profile.clips} windows of speech).`,
		);
	}
	if (neutral !== undefined) {
		said.push(
			neutral === null
				? "The face was not seen well enough for a neutral one."
				: `The neutral face is known now (from ${neutral.frames} frames).`,
		);
	}
	const profile = made?.profile ?? null;
	if (profile !== null || neutral != null) {
		try {
			speakerProfiles.save(name, {
				...(profile === null ? {} : { profile }),
				...(neutral == null ? {} : { neutral }),
			});
		} catch (error) {
			said.push(sentenceOf(error));
		}
	}
	return { said, profile: profile !== null, neutralFace: neutral != null };
}
