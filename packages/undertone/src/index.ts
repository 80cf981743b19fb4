export {
	type AudioClip,
	type AudioFallback,
	decodeAudio,
	decodeToMono,
	encodeWav,
	type MonoAudio,
	measureLevel,
	toMono,
} from "@undertone/audio";
export {
	type Emotion,
	emotionNoun,
	emotions,
	type Matrix,
	type Prediction,
	type Reason,
	reasonSentence,
	type Scores,
	type Segment,
	UndertoneError,
} from "@undertone/core";
export { resample } from "@undertone/dsp";
export { type HaarCascade, readOpencvCascade } from "@undertone/face";
export {
	type AnalyzedFace,
	createExpressionClassifier,
	createFaceRecognizer,
	createSpeechRecognizer,
	type ExpressionClassifier,
	type FaceAnalysis,
	type FaceRecognizer,
	loadModel,
	type SpeechAnalysis,
	type SpeechModel,
	type SpeechRecognizer,
	toCsv,
	toElan,
	toJson,
	toTextGrid,
	toWebVtt,
} from "@undertone/recognize";
export { type FeatureDescription, type FeatureSet, featureSets, getFeatureSet } from "@undertone/speech";
