import type { Emotion, Scores } from "@undertone/core";

/** A place in the plane of valence and arousal, each in [-1, 1]. */
export interface ValenceArousal {
	readonly valence: number;
	readonly arousal: number;
}

/**
 * Mean ratings of the words by Russell & Mehrabian; neutral is the origin by convention. Calm has no entry there: it
 * stands in the middle between neutral and their "relaxed" side, at our choice (0.3, −0.3).
 */
export const labelCoordinates: Readonly<Record<Emotion, ValenceArousal>> = {
	neutral: { valence: 0, arousal: 0 },
	calm: { valence: 0.3, arousal: -0.3 },
	happy: { valence: 0.81, arousal: 0.51 },
	sad: { valence: -0.63, arousal: -0.27 },
	angry: { valence: -0.51, arousal: 0.59 },
	fearful: { valence: -0.64, arousal: 0.6 },
	disgust: { valence: -0.6, arousal: 0.35 },
	surprised: { valence: 0.4, arousal: 0.67 },
	bored: { valence: -0.65, arousal: -0.62 },
};

/**
 * Valence and arousal derived from scores: the mean of the labels' published coordinates, weighted by the scores.
 *
 * It is a picture of the scores, not a measurement: no model here was trained on valence or arousal.
 *
 * @see Russell & Mehrabian (1977), doi:10.1016/0092-6566(77)90037-X
 *
 * @example
 * valenceArousal({ happy: 0.5, neutral: 0.5 }) // => { valence: 0.405, arousal: 0.255 }
 */
export function valenceArousal(scores: Scores): ValenceArousal {
	let total = 0;
	let valence = 0;
	let arousal = 0;
	for (const [label, score] of Object.entries(scores) as [Emotion, number][]) {
		const place = labelCoordinates[label];
		total += score;
		valence += score * place.valence;
		arousal += score * place.arousal;
	}
	return total > 0 ? { valence: valence / total, arousal: arousal / total } : { valence: 0, arousal: 0 };
}
