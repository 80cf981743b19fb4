import type { Emotion } from "@undertone/core";
import { type CorpusReader, lookUp } from "../corpus-reader.ts";

const emotions: Readonly<Record<string, Emotion>> = {
	ANG: "angry",
	DIS: "disgust",
	FEA: "fearful",
	HAP: "happy",
	NEU: "neutral",
	SAD: "sad",
};
const intensities = { LO: "low", MD: "medium", HI: "high", XX: "unspecified", X: "unspecified" };

/** Official clips by emotion, of 91 actors together. */
const official: Readonly<Record<string, number>> = {
	angry: 1271,
	disgust: 1271,
	fearful: 1271,
	happy: 1271,
	neutral: 1087,
	sad: 1271,
};

/**
 * CREMA-D: `AudioWAV/1001_DFA_ANG_XX.wav` = actor, sentence, emotion, level. The actors' sex stands in
 * `VideoDemographics.csv`, not in the names.
 *
 * @see Cao et al. (2014), doi:10.1109/TAFFC.2014.2336244
 */
export const cremaD: CorpusReader = {
	name: "CREMA-D",
	aliases: ["crema-d", "cremad", "crema"],
	language: "en",
	licence: "ODbL 1.0",
	parse: (stem) => {
		const parts = /^(10\d\d)_([A-Z]{3})_([A-Z]{3})_([A-Z]{1,2})$/.exec(stem);
		if (parts === null) return `"${stem}" is not of the form 1001_DFA_ANG_XX`;
		const [, speaker = "", sentence = "", code = "", level = ""] = parts;
		const emotion = lookUp(emotions, code, "emotion", stem);
		if (typeof emotion === "string") return emotion;
		const intensity = lookUp(intensities, level, "level", stem);
		if (typeof intensity === "string") return intensity;
		return { speaker, sex: "unknown", sentence, emotion: emotion.value, intensity: intensity.value };
	},
	compare: (utterances) => {
		const speakers = new Set(utterances.map((utterance) => utterance.speaker)).size;
		const counts = new Map<string, number>();
		for (const { emotion } of utterances) counts.set(emotion, (counts.get(emotion) ?? 0) + 1);
		return [
			...(speakers === 91 ? [] : [`${speakers} speakers of 91`]),
			...Object.entries(official)
				.filter(([emotion, count]) => counts.get(emotion) !== count)
				.map(([emotion, count]) => `${emotion}: ${counts.get(emotion) ?? 0} clips of ${count}`),
		];
	},
};
