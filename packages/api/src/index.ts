export {
	type Analysis,
	type AnalysisOf,
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
	kindSchema,
	type NewAnalysis,
	type NewAnalysisOf,
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
export { commonErrors, type Endpoint, endpoints } from "./endpoints.ts";
export {
	type ApiErrorCode,
	type ErrorBody,
	errorBodySchema,
	errorTable,
	isApiErrorCode,
} from "./error-table.ts";
export {
	type FaceResult,
	faceResultSchema,
	type PictureFacts,
	pictureFactsSchema,
	storedFaceSchema,
} from "./face-result-schema.ts";
export { type LiveResult, liveResultSchema } from "./live-result-schema.ts";
export { limits, type Purpose, type PurposeId, purposeIds, purposes } from "./purposes.ts";
export {
	type ListedResult,
	listedResultSchema,
	type Metric,
	metricSchema,
	type Result,
	type ResultDetail,
	type Results,
	resultDetailSchema,
	resultSchema,
	resultsSchema,
} from "./result-schema.ts";
export {
	type Account,
	accountSchema,
	type CreatedToken,
	changePasswordSchema,
	createdTokenSchema,
	deleteAccountSchema,
	deletedSchema,
	loginSchema,
	newTokenSchema,
	registerSchema,
	type Session,
	type Settings,
	sessionSchema,
	settingsPatchSchema,
	settingsSchema,
	type Token,
	tokenSchema,
} from "./settings-schema.ts";
export {
	type StreamEvent,
	type StreamStart,
	streamEventSchema,
	streamStartSchema,
	streamStopSchema,
} from "./stream-schema.ts";
export {
	type ConditionRow,
	conditionRowSchema,
	type DamageRow,
	damageRowSchema,
	intensityRowSchema,
	type ProfileRow,
	profileRowSchema,
	type Studies,
	studiesSchema,
} from "./studies-schema.ts";
