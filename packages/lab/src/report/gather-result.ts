import { readImportance } from "../explain/read-importance.ts";
import { countOpenings, openedOn } from "../results/count-openings.ts";
import { honestNeighbour } from "../results/honest-neighbour.ts";
import { readPredictions, readResult, readResults } from "../results/read-results.ts";
import { readCurves } from "../results/store-curves.ts";
import { clipDetails } from "./clip-details.ts";
import type { ComparedResult } from "./comparison-report.ts";

/**
 * All that a report shows of a stored result; what corpora and cache no longer hold is left out.
 *
 * @throws {UndertoneError} `file-not-found` if there is none of that id.
 */
export async function gatherResult(
	folder: string,
	id: string,
	where: { readonly data?: string | undefined; readonly cache: string },
): Promise<ComparedResult> {
	const result = await readResult(folder, id);
	const predictions = await readPredictions(folder, id);
	return {
		result,
		predictions,
		details: await clipDetails(result, predictions, { folder, ...where }),
		curves: await readCurves(folder, id),
		importances: await readImportance(folder, id),
		neighbour: honestNeighbour(result, await readResults(folder)),
		opened: openedOn(result, await countOpenings(folder)),
	};
}
