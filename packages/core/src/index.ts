export { type Emotion, emotionNoun, emotions, isEmotion, sevenEmotions } from "./emotion.ts";
export { type ErrorCode, UndertoneError } from "./errors.ts";
export { argmax, type Matrix, matrixFromRows, row, zeros } from "./matrix.ts";
export {
	type Prediction,
	type Reason,
	reasonSentence,
	reasons,
	type Scores,
	type Segment,
	type Timeline,
} from "./prediction.ts";
export { createRandom, type Random } from "./random.ts";
