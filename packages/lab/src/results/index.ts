export { countOpenings } from "./count-openings.ts";
export { readPredictions, readResult, readResults } from "./read-results.ts";
export type { Result, StoredPrediction } from "./result.ts";
