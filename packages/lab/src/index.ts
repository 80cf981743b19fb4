export { type Comparison, compareResults } from "./compare/compare-results.ts";
export type { ClipFacts } from "./corpus/clip-facts.ts";
export { type CorpusDescription, describeCorpus } from "./corpus/describe-corpus.ts";
export { measureClips } from "./corpus/measure-clips.ts";
export { embeddingDimensions } from "./experiments/embedding-dimensions.ts";
export { embeddingTable } from "./experiments/embedding-table.ts";
export type { Experiment, ExperimentContext } from "./experiments/experiment.ts";
export { hasFigures, resultIds, runRecipe } from "./experiments/run-recipe.ts";
export { s0Ravdess } from "./experiments/s0-ravdess.ts";
export { s1Tess } from "./experiments/s1-tess.ts";
export { staleFields } from "./experiments/stale-fields.ts";
export { iVectors } from "./explain/read-importance.ts";
export { storeImportance } from "./explain/store-importance.ts";
export { testImportance } from "./explain/test-importance.ts";
export { countFaceParameters } from "./faces/count-face-parameters.ts";
export {
	type ComputeFeaturesOptions,
	computeFeatures,
	computeFrames,
	type FeatureTable,
} from "./features/compute-features.ts";
export { describeBlend } from "./fit/classifier.ts";
export { storeClipTable } from "./groups/clip-table.ts";
export { medianF0 } from "./groups/median-f0.ts";
export { profileStudy } from "./profile/profile-study.ts";
export { type AnyRecipe, isFaceRecipe, isSpeechRecipe, type Recipe, readRecipe } from "./recipes/recipe.ts";
export { type ComparedResult, comparisonReport } from "./report/comparison-report.ts";
export { corpusReport } from "./report/corpus-report.ts";
export { gatherResult } from "./report/gather-result.ts";
export { percent } from "./report/percent.ts";
export { resultReport } from "./report/result-report.ts";
export { appendToLedger } from "./results/append-to-ledger.ts";
export { classWords } from "./results/class-words.ts";
export { countOpenings, openedOn } from "./results/count-openings.ts";
export { honestNeighbour } from "./results/honest-neighbour.ts";
export { measure } from "./results/measure.ts";
export { readPredictions, readResult, readResults } from "./results/read-results.ts";
export {
	compareReproduced,
	type Reproduction,
	readFigures,
	type StoredFigures,
	toleranceOf,
} from "./results/reproduction.ts";
export type { Metric, Result, Selection, SplitKind, StoredPrediction } from "./results/result.ts";
export { storeResult } from "./results/store-result.ts";
export { type Condition, conditions } from "./robustness/conditions.ts";
export { damaged } from "./robustness/damaged.ts";
export { storeConditions } from "./robustness/store-conditions.ts";
export { type ConditionResult, testConditions } from "./robustness/test-conditions.ts";
export { type Judgement, type SearchOutcome, searchRecipes, type Trial } from "./search/search-recipes.ts";
export { readSearch, type SearchSpec } from "./search/search-spec.ts";
export { intensityStudy } from "./targets/intensity-study.ts";
export { writeAtomically } from "./write-atomically.ts";
