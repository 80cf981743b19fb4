import type { Emotion } from "@undertone/core";
import { type CorpusReader, compareCounts, lookUp, type OfficialCounts } from "../corpus-reader.ts";

const emotions: Readonly<Record<string, Emotion>> = {
	"01": "neutral",
	"02": "calm",
	"03": "happy",
	"04": "sad",
	"05": "angry",
	"06": "fearful",
	"07": "disgust",
	"08": "surprised",
};
const intensities = { "01": "normal", "02": "strong" };
/** "In a neutral North American accent", all of them (Livingstone & Russo 2018); no actor's age is published. */
const accent = "neutral North American";
const speakers = Array.from({ length: 24 }, (_, i) => String(i + 1).padStart(2, "0"));

/** Two sentences, twice each, at two intensities; neutral at one. */
const official: OfficialCounts = Object.fromEntries(
	speakers.map((speaker) => [
		speaker,
		Object.fromEntries(Object.values(emotions).map((emotion) => [emotion, emotion === "neutral" ? 4 : 8])),
	]),
);

/**
 * RAVDESS, speech: `Actor_01/03-01-06-01-02-01-12.wav` = modality, vocal channel, emotion, intensity, sentence,
 * repetition, actor (odd men, even women).
 *
 * @see Livingstone & Russo (2018), doi:10.1371/journal.pone.0196391
 */
export const ravdess: CorpusReader = {
	name: "RAVDESS",
	aliases: ["ravdess", "audio_speech_actors_01-24"],
	language: "en",
	licence: "CC BY-NC-SA 4.0",
	parse: (stem) => {
		const codes = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(stem);
		if (codes === null) return `"${stem}" is not of the form MM-VV-EE-II-SS-RR-AA`;
		const [, , channel = "", emotionCode = "", intensityCode = "", sentence = "", , speaker = ""] = codes;
		if (channel !== "01") return `vocal channel "${channel}" in "${stem}" is not speech ("01")`;
		const emotion = lookUp(emotions, emotionCode, "emotion", stem);
		if (typeof emotion === "string") return emotion;
		const intensity = lookUp(intensities, intensityCode, "intensity", stem);
		if (typeof intensity === "string") return intensity;
		if (!speakers.includes(speaker)) return `actor "${speaker}" in "${stem}" is not one of "01" … "24"`;
		return {
			speaker,
			sex: Number(speaker) % 2 === 1 ? "male" : "female",
			sentence,
			emotion: emotion.value,
			intensity: intensity.value,
			accent,
		};
	},
	compare: (utterances) => compareCounts(utterances, official),
};
