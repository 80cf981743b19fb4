import type { SpeechResult } from "@undertone/api";
import { emotionNoun } from "@undertone/core";

/** What a model on frames went by. */
export type Parts = NonNullable<SpeechResult["frames"]>;

/** Hz at the top of the spectrogram that is drawn. */
const top = 8000;

/** The grid of parts over the spectrogram: the stronger, the more colour; its words are in `PartList`. */
export function PartsOverlay({ parts, duration }: { readonly parts: Parts; readonly duration: number }) {
	const { times, hz, effects, label } = parts;
	if (hz === null) return null;
	const most = Math.max(1e-9, ...effects.flat().map(Math.abs));
	const x = (seconds: number): number => (1000 * seconds) / duration;
	const y = (frequency: number): number => 1000 * (1 - Math.min(top, frequency) / top);
	return (
		<svg
			className="parts"
			viewBox="0 0 1000 1000"
			preserveAspectRatio="none"
			role="img"
			aria-label={`Parts of the spectrogram that spoke for and against ${emotionNoun(label)}`}
		>
			{effects.flatMap((row, t) =>
				row.map((effect, b) => (
					<rect
						key={`${times[t]}/${hz[b]}`}
						className={effect >= 0 ? "for" : "against"}
						x={x(times[t] as number)}
						width={x(times[t + 1] as number) - x(times[t] as number)}
						y={y(hz[b + 1] as number)}
						height={y(hz[b] as number) - y(hz[b + 1] as number)}
						fillOpacity={(0.8 * Math.abs(effect)) / most}
					/>
				)),
			)}
		</svg>
	);
}

/** The strongest parts in words. */
export function PartList({ parts }: { readonly parts: Parts }) {
	const noun = emotionNoun(parts.label);
	if (parts.named.length === 0) return <p className="soft">No part of it moved the score.</p>;
	return (
		<>
			<ul className="feature-list">
				{parts.named.map((part) => (
					<li key={part.sentence} className={part.effect >= 0 ? "for" : "against"}>
						<span className="soft small">{part.effect >= 0 ? "For it" : "Against it"}</span>
						<br />
						{part.sentence}
					</li>
				))}
			</ul>
			<p className="soft small">
				This model hears the spectrogram itself. Each part was set to the mean of the recordings it was
				trained on and the model asked again.
				{parts.hz !== null && (
					<>
						{" "}
						Over the spectrogram, what spoke <span className="parts-for">for {noun}</span> and{" "}
						<span className="parts-against">against it</span>.
					</>
				)}
			</p>
		</>
	);
}
