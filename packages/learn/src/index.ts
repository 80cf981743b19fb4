export { balancedClassWeights } from "./class-weights.ts";
export { type GaussianMixtureOptions, gaussianMixture } from "./classical/gaussian-mixture.ts";
export { type GradientBoostingOptions, gradientBoosting } from "./classical/gradient-boosting.ts";
export {
	type HiddenMarkovOptions,
	hiddenMarkov,
} from "./classical/hidden-markov.ts";
export { type LinearDiscriminantOptions, linearDiscriminant } from "./classical/linear-discriminant.ts";
export { type LogisticRegressionOptions, logisticRegression } from "./classical/logistic-regression.ts";
export { type NearestNeighboursOptions, nearestNeighbours } from "./classical/nearest-neighbours.ts";
export { type PldaOptions, plda } from "./classical/plda.ts";
export { type RandomForestOptions, randomForest } from "./classical/random-forest.ts";
export { type SvmOptions, svm } from "./classical/svm.ts";
export { checkDataset, type Dataset, encodeLabels, stackRows, subset, takeRows } from "./dataset.ts";
export { type Background, type BackgroundOptions, fitBackground } from "./embedding/fit-background.ts";
export { type FrameStatistics, frameStatistics } from "./embedding/frame-statistics.ts";
export {
	appendIVectorExtractor,
	extractIVector,
	extractIVectors,
	fitIVectorExtractor,
	halfPrecision,
	type IVectorExtractor,
} from "./embedding/i-vector-extractor.ts";
export type { LengthNormaliser } from "./embedding/length-normaliser.ts";
export type { TotalVariability, TotalVariabilityOptions } from "./embedding/total-variability.ts";
export { ensemble } from "./ensemble.ts";
export type { Estimator, FitOptions, FittedModel, Progress } from "./estimator.ts";
export { fitTemperature } from "./fit-temperature.ts";
export { type Hierarchy, hierarchical } from "./hierarchical.ts";
export { bootstrapInterval, type Interval } from "./metrics/bootstrap-interval.ts";
export {
	brier,
	expectedCalibrationError,
	logLoss,
	type ReliabilityBin,
	reliabilityBins,
} from "./metrics/calibration.ts";
export { accuracy, f1, macroAverage, precision, recall, uar } from "./metrics/classification.ts";
export { concordanceCorrelation } from "./metrics/concordance-correlation.ts";
export { confusionMatrix } from "./metrics/confusion-matrix.ts";
export { type CoveragePoint, coverageAccuracy } from "./metrics/coverage-accuracy.ts";
export { type PairedDifference, pairedDifference } from "./metrics/paired-difference.ts";
export { networkLogits } from "./neural/evaluate-network.ts";
export type { NeuralEstimator } from "./neural/fit-neural.ts";
export { type MlpOptions, mlp } from "./neural/mlp.ts";
export type { NetworkData } from "./neural/network-data.ts";
export type { NeuralModel } from "./neural/neural-model.ts";
export { quantizeForInputs } from "./neural/quantize-for-inputs.ts";
export type { SpecAugmentOptions } from "./neural/spec-augment.ts";
export {
	type CnnOptions,
	type ConvolutionalRecurrentOptions,
	cnn,
	convolutionalRecurrentNetwork,
	type RecurrentOptions,
	type ResidualOptions,
	recurrentNetwork,
	residualNetwork,
	type SpectralOptions,
} from "./neural/spectral-networks.ts";
export { trainNetwork } from "./neural/train-network.ts";
export { type TrainingOptions, withTrainingDefaults } from "./neural/training-options.ts";
export { overSample } from "./over-sample.ts";
export { appendScaler, fitScaler, type Scaler, scale } from "./scaler.ts";
export { drawSettings, type NumberRange, type SettingRange, type Settings } from "./search/draw-settings.ts";
export { type Ranked, successiveHalving } from "./search/successive-halving.ts";
export { chooseEstimator, type EstimatorChoice } from "./selection/choose-estimator.ts";
export { fStatistics } from "./selection/f-statistics.ts";
export { mrmr } from "./selection/mrmr.ts";
export { type Importance, permutationImportance } from "./selection/permutation-importance.ts";
export { type SelectionStep, sequentialSelection } from "./selection/sequential-selection.ts";
export { type FeatureSelector, takeColumns, withFeatures } from "./selection/with-features.ts";
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
