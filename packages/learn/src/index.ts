export { balancedClassWeights } from "./class-weights.ts";
export { checkDataset, type Dataset, encodeLabels, subset, takeRows } from "./dataset.ts";
export type { Estimator, FitOptions, FittedModel, Progress } from "./estimator.ts";
export { fitTemperature } from "./fit-temperature.ts";
export { bootstrapInterval, type Interval } from "./metrics/bootstrap-interval.ts";
export {
	brier,
	expectedCalibrationError,
	logLoss,
	type ReliabilityBin,
	reliabilityBins,
} from "./metrics/calibration.ts";
export { accuracy, f1, macroAverage, precision, recall, uar } from "./metrics/classification.ts";
export { confusionMatrix } from "./metrics/confusion-matrix.ts";
export { type CoveragePoint, coverageAccuracy } from "./metrics/coverage-accuracy.ts";
export { type MlpEstimator, type MlpOptions, mlp } from "./neural/mlp.ts";
export type { NeuralModel } from "./neural/neural-model.ts";
export type { TrainingOptions } from "./neural/training-options.ts";
export { appendScaler, fitScaler, type Scaler, scale } from "./scaler.ts";
export { argmaxRows, softmaxRows } from "./softmax.ts";
export { checkLeak } from "./splits/check-leak.ts";
export type { Fold } from "./splits/fold.ts";
export {
	leaveOneSpeakerOut,
	sentenceFolds,
	speakerAndSentenceFolds,
	speakerFolds,
} from "./splits/group-folds.ts";
export { holdOut, randomFolds } from "./splits/random-folds.ts";
