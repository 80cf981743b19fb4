import { createRandom } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";

/** Pictures to learn from, to choose by, and how many were left out. */
export interface FaceSplit {
	readonly train: readonly FacePicture[];
	readonly validation: readonly FacePicture[];
	/** Training pictures of which an exact copy stands in the test part. */
	readonly leftOut: number;
}

/**
 * Splits the training part: copies of test pictures are left out, and copies of one picture stay on one side.
 *
 * @param share - Of the distinct pictures, kept for validation.
 */
export function splitFaces(
	training: readonly FacePicture[],
	test: readonly FacePicture[],
	{ share, seed }: { readonly share: number; readonly seed: number },
): FaceSplit {
	const tested = new Set(test.map(({ hash }) => hash));
	const kept = training.filter(({ hash }) => !tested.has(hash));
	const hashes = createRandom(seed)
		.fork("validation")
		.shuffle([...new Set(kept.map(({ hash }) => hash))]);
	const held = new Set(hashes.slice(0, Math.round(share * hashes.length)));
	return {
		train: kept.filter(({ hash }) => !held.has(hash)),
		validation: kept.filter(({ hash }) => held.has(hash)),
		leftOut: training.length - kept.length,
	};
}
