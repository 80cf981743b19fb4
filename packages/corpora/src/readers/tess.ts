import type { Emotion } from "@undertone/core";
import { type CorpusReader, compareCounts, lookUp, type OfficialCounts } from "../corpus-reader.ts";

const emotions: Readonly<Record<string, Emotion>> = {
	angry: "angry",
	disgust: "disgust",
	fear: "fearful",
	happy: "happy",
	neutral: "neutral",
	ps: "surprised",
	sad: "sad",
};

/**
 * In years: "two actresses (aged 26 and 64 years)", the younger and the older; both are from the Toronto area, and
 * their accent is not told. Compared with the description as PaddlePaddle's documentation quotes it.
 *
 * @see Pichora-Fuller & Dupuis (2020), doi:10.5683/SP2/E8H2MF, the description of the data set
 * @see https://tspace.library.utoronto.ca/handle/1807/24487, the same in the university's archive
 * @see https://www.paddlepaddle.org.cn/documentation/docs/en/2.5/api/paddle/audio/datasets/TESS_en.html
 */
const ages: Readonly<Record<string, string>> = { OAF: "64", YAF: "26" };

/** 200 words in each of seven emotions by each woman. */
const official: OfficialCounts = Object.fromEntries(
	["OAF", "YAF"].map((speaker) => [
		speaker,
		Object.fromEntries(Object.values(emotions).map((emotion) => [emotion, 200])),
	]),
);

/**
 * TESS: `OAF_Fear/OAF_back_fear.wav` = speaker (older, younger), word, emotion. Ages are those of the publication.
 *
 * @see Pichora-Fuller & Dupuis (2020), doi:10.5683/SP2/E8H2MF
 */
export const tess: CorpusReader = {
	name: "TESS",
	aliases: ["tess", "tess toronto emotional speech set data"],
	language: "en",
	licence: "CC BY-NC-ND 4.0",
	parse: (stem) => {
		// One official file lacks the A: OA_bite_neutral.
		const parts = /^(OAF?|YAF)_(.+)_([a-z]+)$/.exec(stem);
		if (parts === null) return `"${stem}" is not of the form OAF_word_emotion or YAF_word_emotion`;
		const [, speaker = "", sentence = "", code = ""] = parts;
		const emotion = lookUp(emotions, code, "emotion", stem);
		if (typeof emotion === "string") return emotion;
		const person = speaker === "OA" ? "OAF" : speaker;
		return {
			speaker: person,
			age: ages[person] ?? "",
			sex: "female",
			sentence,
			emotion: emotion.value,
			intensity: "",
		};
	},
	compare: (utterances) => compareCounts(utterances, official),
};
