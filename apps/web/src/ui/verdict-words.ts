import { emotionNoun, type Prediction, reasonSentence } from "@undertone/core";
import { percent } from "../lib/format.ts";

/** What a prediction is made of. */
export type Heard = "voice" | "face" | "both";

/** A prediction in words, never as a fact about a person: "Sounds most like anger (61 %)", or "Not sure". */
export function verdictWords(
	{ label, confidence }: Pick<Prediction, "label" | "confidence">,
	of: Heard = "voice",
): string {
	if (label === null) return "Not sure";
	const verb = { voice: "Sounds", face: "Looks", both: "Sounds and looks" }[of];
	if (label === "neutral" && of !== "voice") return `${verb} neutral (${percent(confidence)})`;
	return `${verb} most like ${emotionNoun(label)} (${percent(confidence)})`;
}

/** The same of what may not have been heard or seen yet. */
export function liveWords(said: Prediction | null, of: Heard): string {
	if (said !== null) return verdictWords(said, of);
	return of === "voice" ? "Nothing heard yet" : "Nothing seen yet";
}

/** Why it is not sure, or a warning, in the fewest words; empty where there is nothing to say. */
export function whyWords(said: Prediction | null): string {
	const [reason] = said?.reasons ?? [];
	return reason === undefined ? "" : reasonSentence(reason).replace("The recording is", "It is");
}
