export { readVadModel } from "#vad-model";
export { deviationWords } from "./explain/deviation-words.ts";
export { type ExplainOptions, explainFeatures, type FeatureEffect } from "./explain/explain-features.ts";
export {
	type ExplainFramesOptions,
	explainFrames,
	type FrameExplanation,
	type PartEffect,
} from "./explain/explain-frames.ts";
export { predictionWords } from "./exports/segment-words.ts";
export type { AnalysisSource } from "./exports/source.ts";
export { toCsv } from "./exports/to-csv.ts";
export { toElan } from "./exports/to-elan.ts";
export { type AnalysisLine, toJson } from "./exports/to-json.ts";
export { textGrid, toTextGrid } from "./exports/to-text-grid.ts";
export { toWebVtt } from "./exports/to-web-vtt.ts";
export {
	createExpressionClassifier,
	type ExpressionClassifier,
	readExpressionMetadata,
	takenViews,
} from "./face/create-expression-classifier.ts";
export {
	createFaceRecognizer,
	type FaceAnalyzeOptions,
	type FaceRecognizer,
	type FaceRecognizerOptions,
} from "./face/create-face-recognizer.ts";
export { type ExpressionMetadata, parseExpressionMetadata } from "./face/expression-metadata.ts";
export { expressionWords } from "./face/expression-words.ts";
export type { AnalyzedFace, FaceAnalysis } from "./face/face-analysis.ts";
export { type FaceRecord, type FaceRecordOptions, toFaceRecords } from "./face/to-face-record.ts";
export { createFuser, type Fuser, readFusionMetadata } from "./fusion/create-fuser.ts";
export { fusePredictions, fusePredictionsBy, usedSources } from "./fusion/fuse-predictions.ts";
export { type FusionInput, type FusionRule, fuseScores, sourceWeights } from "./fusion/fuse-scores.ts";
export { type FusionMetadata, parseFusionMetadata } from "./fusion/fusion-metadata.ts";
export { scoreFeatures } from "./fusion/score-features.ts";
export type { SourcePrediction } from "./fusion/source-prediction.ts";
export { trustRamps } from "./fusion/trust-ramps.ts";
export { labelCoordinates, type ValenceArousal, valenceArousal } from "./fusion/valence-arousal.ts";
export {
	type ConditionWatch,
	type LiveCondition,
	type LiveEvent,
	watchConditions,
} from "./live/conditions.ts";
export {
	createLiveSpeechRecognizer,
	type LiveResult,
	type LiveSpeechRecognizer,
	type LiveSpeechRecognizerOptions,
} from "./live/create-live-speech-recognizer.ts";
export { exportLiveRecord, type LiveFormat, liveFormats } from "./live/export-live-record.ts";
export type { LiveMark, LiveRecord, LiveTrack } from "./live/live-record.ts";
export { createLiveTimeline, isDoubtful, type LiveTimeline } from "./live/live-timeline.ts";
export { createModelFile, type ModelDescription, sealModelFile } from "./model/create-model-file.ts";
export { loadModel, readModelMetadata, type SpeechModel } from "./model/load-model.ts";
export type { ModelInput, ModelMetadata, ProfileSettings } from "./model/model-metadata.ts";
export { modelTask } from "./model/model-task.ts";
export { sha256 } from "./model/sha256.ts";
export { applyProfile, profileRefusal, type SpeakerUsual, speakerUsual } from "./profile/apply-profile.ts";
export { profilePriors, shrunkMean, shrunkVariance } from "./profile/shrinkage.ts";
export {
	addToProfile,
	emptyProfile,
	parseProfile,
	profileMismatch,
	type SpeakerProfile,
} from "./profile/speaker-profile.ts";
export {
	type AnalyzeOptions,
	createSpeechRecognizer,
	type SpeechRecognizer,
	type SpeechRecognizerOptions,
} from "./speech/create-speech-recognizer.ts";
export { type Listening, listen, type RecordingFacts, speechAboveNoiseDb } from "./speech/listen.ts";
export { predictionFrom } from "./speech/predict.ts";
export type { SpeechAnalysis } from "./speech/speech-analysis.ts";
export { unfamiliarity } from "./speech/unfamiliarity.ts";
export { type TrustRamp, trustIn } from "./trust.ts";
export { createVoiceActivity, type VoiceActivity, type VoiceActivityStream } from "./vad/create-vad.ts";
export { type Interval, type SpeechSegmentOptions, speechSegments } from "./vad/speech-segments.ts";
