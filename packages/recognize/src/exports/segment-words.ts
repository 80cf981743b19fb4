import { emotionNoun, type Prediction } from "@undertone/core";

/** A prediction as likeness, in a few words: "sounds most like anger (61 %)", or "not sure". */
export function predictionWords({ label, confidence, scores }: Prediction): string {
	if (label === null) return scores === null ? "not scored" : "not sure";
	return `sounds most like ${emotionNoun(label)} (${Math.round(100 * confidence)} %)`;
}
