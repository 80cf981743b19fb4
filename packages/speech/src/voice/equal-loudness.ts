/**
 * Weight of a frequency in the equal-loudness curve of perceptual linear prediction, for sounds of about 40 dB.
 *
 * @param frequency - Hz.
 * @returns The factor on power.
 * @see Hermansky (1990), doi:10.1121/1.399423, eq. 4
 */
export function equalLoudness(frequency: number): number {
	const w2 = (2 * Math.PI * frequency) ** 2;
	return ((w2 + 56.8e6) * w2 * w2) / ((w2 + 6.3e6) ** 2 * (w2 + 0.38e9));
}
