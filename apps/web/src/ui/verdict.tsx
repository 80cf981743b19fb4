import { emotionNoun, type Prediction, reasonSentence } from "@undertone/core";
import { percent } from "../lib/format.ts";

/** "Sounds most like anger (61 %)", or "Not sure", with the reasons. */
export function Verdict({ prediction }: { readonly prediction: Prediction }) {
	return (
		<div className="verdict">
			<p className="headline">{verdictWords(prediction)}</p>
			{prediction.reasons.length > 0 && (
				<ul className="reasons">
					{prediction.reasons.map((reason) => (
						<li key={reason}>{reasonSentence(reason)}</li>
					))}
				</ul>
			)}
		</div>
	);
}

/** A prediction in words, never as a fact about a person. */
export function verdictWords({ label, confidence }: Pick<Prediction, "label" | "confidence">): string {
	return label === null ? "Not sure" : `Sounds most like ${emotionNoun(label)} (${percent(confidence)})`;
}
