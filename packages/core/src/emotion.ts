/** Every emotion label this project knows, in the order in which they are always listed. */
export const emotions = [
	"neutral",
	"calm",
	"happy",
	"sad",
	"angry",
	"fearful",
	"disgust",
	"surprised",
	"bored",
] as const;

/** An emotion label, as the corpora's `metadata.csv` spell it. */
export type Emotion = (typeof emotions)[number];

/** The second paper's seven classes, the labels of TESS and of the shipped speech model. */
export const sevenEmotions = [
	"neutral",
	"happy",
	"sad",
	"angry",
	"fearful",
	"disgust",
	"surprised",
] as const satisfies readonly Emotion[];

const nouns: Record<Emotion, string> = {
	neutral: "neutral speech",
	calm: "calm",
	happy: "happiness",
	sad: "sadness",
	angry: "anger",
	fearful: "fear",
	disgust: "disgust",
	surprised: "surprise",
	bored: "boredom",
};

/** The noun that stands after "sounds most like": `angry` gives `anger`. */
export function emotionNoun(emotion: Emotion): string {
	return nouns[emotion];
}

/** Whether a string is one of {@link emotions}. */
export function isEmotion(value: string): value is Emotion {
	return (emotions as readonly string[]).includes(value);
}
