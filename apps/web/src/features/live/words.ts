import { emotionNoun, type Prediction, reasonSentence } from "@undertone/core";
import { percent } from "../../lib/format.ts";

/** What a prediction is made of. */
export type Heard = "voice" | "face" | "both";

/** "Sounds most like anger (61 %)", never as a fact about a person. */
export function liveWords(said: Prediction | null, of: Heard): string {
	if (said === null) return of === "voice" ? "Nothing heard yet" : "Nothing seen yet";
	const { label, confidence } = said;
	if (label === null) return "Not sure";
	const verb = { voice: "Sounds", face: "Looks", both: "Sounds and looks" }[of];
	const noun = emotionNoun(label).replace(" speech", of === "voice" ? " speech" : "");
	return label === "neutral" && of !== "voice"
		? `${verb} neutral (${percent(confidence)})`
		: `${verb} most like ${noun} (${percent(confidence)})`;
}

/** Why it is not sure, or a warning, in the fewest words; empty where there is nothing to say. */
export function whyWords(said: Prediction | null): string {
	const [reason] = said?.reasons ?? [];
	return reason === undefined ? "" : reasonSentence(reason).replace("The recording is", "It is");
}
