import { createRandom, type Emotion, matrixFromRows } from "@undertone/core";
import type { Utterance } from "@undertone/corpora";
import type { LabelledClips } from "../experiments/labelled-clips.ts";

/** Of {@link madeClips}. */
export const madeLabels = ["neutral", "happy", "angry"] as const satisfies readonly Emotion[];

/**
 * Clips of people with voices of their own (what lies apart in them lies apart between emotions too), in two corpora of which the second is four times as large: 40 features and
 * frames as of cepstra@1, both of which tell the three emotions apart a little; a noisy copy of the features beside
 * them, and weights as corpora of different size have them.
 *
 * @param speakers - The first quarter, at least one, is a corpus of its own.
 */
export function madeClips(
	speakers: readonly string[],
	{
		clips = 30,
		apart = 1,
		seed = 5,
	}: { readonly clips?: number; readonly apart?: number; readonly seed?: number } = {},
): LabelledClips {
	const random = createRandom(seed);
	const few = Math.max(1, Math.floor(speakers.length / 4));
	const all = speakers.flatMap((speaker, s) => {
		const levels = madeLabels.map(() => apart * random.normal());
		const voice = Array.from({ length: 40 }, (_, j) => (levels[j % 3] as number) + 0.3 * random.normal());
		return Array.from({ length: clips }, (_, i) => ({
			speaker,
			corpus: s < few ? "A" : "B",
			voice,
			class: i % 3,
		}));
	});
	const x = matrixFromRows(
		all.map((one) => one.voice.map((level, j) => level + random.normal() + (j % 3 === one.class ? 0.8 : 0))),
	);
	const copy = matrixFromRows(
		all.map((_, r) =>
			Array.from({ length: 40 }, (__, j) => (x.data[40 * r + j] as number) + 0.3 * random.normal()),
		),
	);
	const frames = all.map((one) =>
		matrixFromRows(
			Array.from({ length: 40 }, (_, t) => [
				8 * (t % 2) + random.normal(),
				random.normal() + (t % 2 === 1 ? 0.3 * one.class : 0),
				...Array.from({ length: 37 }, () => random.normal()),
			]),
		),
	);
	const names = all.map(({ corpus, speaker }) => `${corpus}/${speaker}`);
	return {
		utterances: all.map(
			({ corpus, speaker }, i) => ({ file: `${i}`, corpus, speaker }) as unknown as Utterance,
		),
		emotions: all.map((one) => madeLabels[one.class] as Emotion),
		speakers: names,
		audioHashes: all.map((_, i) => `${i}`),
		versions: [x, copy],
		heard: x,
		frames,
		data: { x, y: Int32Array.from(all, (one) => one.class), labels: madeLabels, groups: names },
		tested: all.map(() => false),
		weights: Float32Array.from(all, ({ corpus }) => (corpus === "A" ? 2 : 0.8)),
	};
}
