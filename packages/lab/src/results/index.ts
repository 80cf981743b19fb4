export { readImportance, type StoredImportance } from "../explain/read-importance.ts";
export { type ClipTable, clipTableName, readClipTable } from "../groups/clip-table.ts";
export { groupGaps } from "../groups/group-gaps.ts";
export { toldByNames } from "../groups/told-by-names.ts";
export { countOpenings } from "./count-openings.ts";
export { readPredictions, readResult, readResults } from "./read-results.ts";
export type { Result, StoredPrediction } from "./result.ts";
export { type Curve, readCurves } from "./store-curves.ts";
