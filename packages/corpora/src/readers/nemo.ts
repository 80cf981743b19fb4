import type { Emotion } from "@undertone/core";
import type { Sex } from "../corpus.ts";
import { type CorpusReader, compareCounts, lookUp, type OfficialCounts } from "../corpus-reader.ts";

const emotions: Readonly<Record<string, Emotion>> = {
	anger: "angry",
	fear: "fearful",
	happiness: "happy",
	neutral: "neutral",
	sadness: "sad",
	surprised: "surprised",
};

const sexes: Readonly<Record<string, Sex>> = {
	EB0: "female",
	IC0: "female",
	KD0: "female",
	KS0: "male",
	MK0: "female",
	MP0: "male",
	SM0: "male",
	TP0: "male",
	WR0: "male",
};

/** As in the corpus's data.tsv. */
const official: OfficialCounts = {
	EB0: { neutral: 90, happy: 90, sad: 90, angry: 90, fearful: 90, surprised: 89 },
	IC0: { neutral: 90, happy: 90, sad: 90, angry: 90, fearful: 90, surprised: 90 },
	KD0: { neutral: 90, happy: 90, sad: 90, angry: 90, fearful: 90, surprised: 90 },
	KS0: { neutral: 90, happy: 90, sad: 90, angry: 90, fearful: 90, surprised: 90 },
	MK0: { neutral: 90, happy: 90, sad: 90, angry: 90, fearful: 90 },
	MP0: { neutral: 90, happy: 30, sad: 49, angry: 29, fearful: 17, surprised: 41 },
	SM0: { neutral: 90, happy: 89, sad: 90, angry: 90, fearful: 89, surprised: 90 },
	TP0: { neutral: 90, happy: 90, sad: 90, angry: 90, fearful: 90, surprised: 89 },
	WR0: { neutral: 89, happy: 90, sad: 90, angry: 90, fearful: 90, surprised: 90 },
};

/**
 * nEMO: `samples/EB0_anger_10.wav` = speaker, emotion, sentence.
 *
 * @see Christop (2024), LREC-COLING, 12111–12116
 */
export const nemo: CorpusReader = {
	name: "nEMO",
	aliases: ["nemo"],
	language: "pl",
	licence: "CC BY-NC-SA 4.0",
	parse: (stem) => {
		const parts = /^([A-Z]{2}\d)_([a-z]+)_(\d+)$/.exec(stem);
		if (parts === null) return `"${stem}" is not of the form SSS_emotion_number, as in EB0_anger_10`;
		const [, speaker = "", code = "", sentence = ""] = parts;
		const emotion = lookUp(emotions, code, "emotion", stem);
		if (typeof emotion === "string") return emotion;
		const sex = lookUp(sexes, speaker, "speaker", stem);
		if (typeof sex === "string") return sex;
		return { speaker, sex: sex.value, sentence, emotion: emotion.value, intensity: "" };
	},
	compare: (utterances) => compareCounts(utterances, official),
};
