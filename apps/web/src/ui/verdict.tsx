import { type Prediction, reasonSentence } from "@undertone/core";
import { type Heard, verdictWords } from "./verdict-words.ts";

/** "Sounds most like anger (61 %)", or "Not sure", with the reasons. */
export function Verdict({
	prediction,
	of = "voice",
}: {
	readonly prediction: Prediction;
	readonly of?: Heard;
}) {
	return (
		<div className="verdict">
			<p className="headline">{verdictWords(prediction, of)}</p>
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
