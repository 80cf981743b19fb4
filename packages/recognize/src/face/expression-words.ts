import { emotionNoun, type Prediction } from "@undertone/core";

/** A face's expression as likeness, in a few words: "looks most like anger (61 %)", "looks neutral (80 %)". */
export function expressionWords({ label, confidence, scores }: Prediction): string {
	if (label === null) return scores === null ? "expression not scored" : "expression not sure";
	const percent = `(${Math.round(100 * confidence)} %)`;
	return label === "neutral"
		? `looks neutral ${percent}`
		: `looks most like ${emotionNoun(label)} ${percent}`;
}
