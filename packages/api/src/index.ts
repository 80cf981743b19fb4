export {
	type Analysis,
	type AnalysisPage,
	type AnalysisPatch,
	type AnalysisSummary,
	analysisPageSchema,
	analysisPatchSchema,
	analysisQuerySchema,
	analysisSchema,
	analysisSummarySchema,
	analyzeFieldsSchema,
	type FileFacts,
	fileFactsSchema,
	type NewAnalysis,
	newAnalysisSchema,
	peaksSchema,
	type SavedAnalysis,
	type SpeechResult,
	savedAnalysisSchema,
	sourceSchema,
	speechResultSchema,
} from "./analysis-schema.ts";
export {
	type Config,
	configSchema,
	type Health,
	healthSchema,
	type Model,
	modelSchema,
	modelsSchema,
} from "./config-schema.ts";
export { emotionSchema, reasonSchema, scoresSchema } from "./emotion-schema.ts";
export {
	type ApiErrorCode,
	type ErrorBody,
	errorBodySchema,
	errorTable,
	isApiErrorCode,
} from "./error-table.ts";
export { limits, type Purpose, type PurposeId, purposeIds, purposes } from "./purposes.ts";
export {
	type Metric,
	metricSchema,
	type Result,
	type ResultDetail,
	resultDetailSchema,
	resultSchema,
	resultsSchema,
} from "./result-schema.ts";
export {
	type Account,
	accountSchema,
	type CreatedToken,
	createdTokenSchema,
	deleteAccountSchema,
	deletedSchema,
	newTokenSchema,
	type Settings,
	settingsPatchSchema,
	settingsSchema,
	type Token,
	tokenSchema,
} from "./settings-schema.ts";
