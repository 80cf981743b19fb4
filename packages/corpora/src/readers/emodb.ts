import type { Emotion } from "@undertone/core";
import { type CorpusReader, compareCounts, lookUp, type OfficialCounts } from "../corpus-reader.ts";

/** German initials: Angst is fear. */
const emotions: Readonly<Record<string, Emotion>> = {
	W: "angry",
	L: "bored",
	E: "disgust",
	A: "fearful",
	F: "happy",
	T: "sad",
	N: "neutral",
};

/**
 * Sex and age in years of the ten actors, as the corpus's documentation lists them under "Information about the
 * speakers"; it tells no accent. Compared, all ten, with the list as audformat's documentation quotes it.
 *
 * @see http://emodb.bilderbar.info/index-1280.html, the documentation
 * @see https://github.com/audeering/audformat/blob/0085135bc70dc2ccd8936206e6510eed7704fb75/docs/emodb-example.rst
 */
const speakers = {
	"03": { sex: "male", age: "31" },
	"08": { sex: "female", age: "34" },
	"09": { sex: "female", age: "21" },
	"10": { sex: "male", age: "32" },
	"11": { sex: "male", age: "26" },
	"12": { sex: "male", age: "30" },
	"13": { sex: "female", age: "32" },
	"14": { sex: "female", age: "35" },
	"15": { sex: "male", age: "25" },
	"16": { sex: "female", age: "31" },
} as const;

/** The published 535 of about 800 recordings: those that listeners recognised and found natural. */
const official: OfficialCounts = {
	"03": { neutral: 11, happy: 7, sad: 7, angry: 14, fearful: 4, disgust: 1, bored: 5 },
	"08": { neutral: 10, happy: 11, sad: 9, angry: 12, fearful: 6, bored: 10 },
	"09": { neutral: 9, happy: 4, sad: 4, angry: 13, fearful: 1, disgust: 8, bored: 4 },
	"10": { neutral: 4, happy: 4, sad: 3, angry: 10, fearful: 8, disgust: 1, bored: 8 },
	"11": { neutral: 9, happy: 8, sad: 7, angry: 11, fearful: 10, disgust: 2, bored: 8 },
	"12": { neutral: 4, happy: 2, sad: 4, angry: 12, fearful: 6, disgust: 2, bored: 5 },
	"13": { neutral: 9, happy: 10, sad: 5, angry: 12, fearful: 7, disgust: 8, bored: 10 },
	"14": { neutral: 7, happy: 8, sad: 10, angry: 16, fearful: 12, disgust: 8, bored: 8 },
	"15": { neutral: 11, happy: 6, sad: 4, angry: 13, fearful: 8, disgust: 5, bored: 9 },
	"16": { neutral: 5, happy: 11, sad: 9, angry: 14, fearful: 7, disgust: 11, bored: 14 },
};

/**
 * EMO-DB: `wav/03a01Fa.wav` = speaker, sentence, emotion, version. Ages are those of the documentation, see
 * `speakers`.
 *
 * @see Burkhardt et al. (2005), Interspeech, 1517–1520
 */
export const emodb: CorpusReader = {
	name: "EMO-DB",
	aliases: ["emodb", "emo-db", "berlin"],
	language: "de",
	licence: "free download, cite; not settled",
	parse: (stem) => {
		const parts = /^(\d\d)([ab]\d\d)([A-Z])([a-z])$/.exec(stem);
		if (parts === null) return `"${stem}" is not of the form SSttt-E-v, as in 03a01Fa`;
		const [, speaker = "", sentence = "", code = ""] = parts;
		const emotion = lookUp(emotions, code, "emotion", stem);
		if (typeof emotion === "string") return emotion;
		const person = lookUp<(typeof speakers)[keyof typeof speakers]>(speakers, speaker, "speaker", stem);
		if (typeof person === "string") return person;
		return { speaker, ...person.value, sentence, emotion: emotion.value, intensity: "" };
	},
	compare: (utterances) => compareCounts(utterances, official),
};
