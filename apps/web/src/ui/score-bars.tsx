import { type Emotion, emotionNoun, type Scores } from "@undertone/core";
import { percent } from "../lib/format.ts";

/** Probabilities as bars, the most likely first. */
export function ScoreBars({ scores }: { readonly scores: Scores }) {
	const ordered = (Object.entries(scores) as [Emotion, number][]).sort(([, a], [, b]) => b - a);
	return (
		<dl className="bars">
			{ordered.map(([emotion, score]) => (
				<div className="bar" key={emotion}>
					<dt>{emotionNoun(emotion).replace(" speech", "")}</dt>
					<dd className="bar-track">
						<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
							<rect width={100 * score} height="10" fill={`var(--emotion-${emotion})`} />
						</svg>
					</dd>
					<dd>{percent(score)}</dd>
				</div>
			))}
		</dl>
	);
}
