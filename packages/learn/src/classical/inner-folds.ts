import type { Dataset } from "../dataset.ts";
import type { Fold } from "../splits/fold.ts";
import { speakerFolds } from "../splits/group-folds.ts";
import { randomFolds } from "../splits/random-folds.ts";

/**
 * Folds within a training part: by speaker where the dataset names them, else random.
 *
 * @returns k folds, or fewer where there are fewer speakers; none where there is only one.
 */
export function innerFolds(data: Dataset, k: number, seed: number): Fold[] {
	if (data.groups === undefined) {
		return data.y.length < k ? [] : randomFolds(data.y, k, { seed });
	}
	const speakers = new Set(data.groups).size;
	return speakers < 2 ? [] : speakerFolds(data.groups, Math.min(k, speakers), { seed });
}
