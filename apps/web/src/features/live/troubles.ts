import type { LiveSession } from "../../lib/live/live-session.ts";
import type { LiveState } from "../../lib/live/live-state.ts";
import { processingWords } from "../../lib/live/open-sound.ts";

/** What is wrong just now, a sentence each; empty where all is well. */
export function troublesOf(
	{ phase, voice, face, otherTab, gaps }: LiveState,
	{ usesVoice, usesFace }: Pick<LiveSession, "usesVoice" | "usesFace">,
): string[] {
	if (phase !== "running") return [];
	const found: string[] = [];
	const other = (works: boolean, name: string): string => (works ? ` The ${name} goes on.` : "");
	if (usesVoice) {
		if (voice.problem !== null)
			found.push(`${voice.problem}${other(usesFace && face.device === "on", "camera")}`);
		else if (voice.muted)
			found.push(`The microphone is muted.${other(usesFace && face.device === "on", "camera")}`);
		else if (voice.silent) found.push("Nothing is heard. Is the microphone muted, or another one in use?");
		if (voice.settings !== null && !processingWords(voice.settings).startsWith("The browser leaves"))
			found.push(processingWords(voice.settings));
	}
	if (usesFace) {
		if (face.problem !== null)
			found.push(`${face.problem}${other(usesVoice && voice.device === "on", "microphone")}`);
		else if (face.muted)
			found.push(`The camera gives no picture.${other(usesVoice && voice.device === "on", "microphone")}`);
		else if (face.covered) found.push("The picture is dark. Is the camera covered?");
		else if (face.faces > 1)
			found.push("Several faces are seen: the largest counts. Tell the others, or move apart.");
	}
	if (otherTab) found.push("Another tab of the studio is live as well: both go on, more slowly.");
	return [...found, ...gaps];
}
