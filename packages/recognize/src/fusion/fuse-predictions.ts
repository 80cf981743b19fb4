import { type Emotion, emotions, type Prediction, type Scores } from "@undertone/core";
import { isDoubtful } from "../live/live-timeline.ts";
import { noPrediction, predictionFrom } from "../speech/predict.ts";
import type { Fuser } from "./create-fuser.ts";
import { type FusionInput, type FusionRule, fuseScores } from "./fuse-scores.ts";
import type { SourcePrediction } from "./source-prediction.ts";

/**
 * Predictions of several sources of one person as one: scores by {@link fuseScores} of those that {@link usedSources}
 * gives. Nothing scored gives the reasons of all.
 *
 * @param threshold - The highest score below which the answer is "not sure".
 * @returns Null where there is no source.
 */
export function fusePredictions(
	sources: readonly (SourcePrediction | null)[],
	threshold: number,
	rule: FusionRule = "mean",
): Prediction | null {
	const present = sources.filter((said) => said !== null);
	if (present.length === 0) return null;
	return asPrediction(fuseScores(usedSources(present).map(inputOf), rule), present, threshold);
}

/**
 * As {@link fusePredictions}, by a model of fusion in place of a rule.
 *
 * @throws {RangeError} If a source knows other labels than the model.
 */
export async function fusePredictionsBy(
	fuser: Fuser,
	{ voice, face }: { readonly voice: SourcePrediction | null; readonly face: SourcePrediction | null },
	threshold: number,
): Promise<Prediction | null> {
	const present = [voice, face].filter((said) => said !== null);
	if (present.length === 0) return null;
	const [heard, seen] = [voice, face].map((said) => (said === null ? { scores: null } : inputOf(said)));
	return asPrediction(await fuser.fuse(heard as FusionInput, seen as FusionInput), present, threshold);
}

function inputOf(said: SourcePrediction): FusionInput {
	return { scores: said.scores, doubtful: isDoubtful(said), trust: said.trust ?? 1 };
}

/** @param present - What the scores were fused of, and others that they do not rest on. */
function asPrediction(
	scores: Scores | null,
	present: readonly SourcePrediction[],
	threshold: number,
): Prediction {
	const used = usedSources(present);
	const reasons = [...new Set(used.flatMap((said) => said.reasons))].filter(
		(reason) => reason !== "low-confidence",
	);
	if (scores === null) return noPrediction(reasons);
	const labels: Emotion[] = emotions.filter((label) => scores[label] !== undefined);
	return predictionFrom(
		labels.map((label) => scores[label] as number),
		labels,
		threshold,
		reasons,
		used.every(isDoubtful),
	);
}

/**
 * Those of several predictions that a fused one rests on: the sound ones that are trusted, else those that are not, else
 * the doubtful ones, else all.
 */
export function usedSources<T extends SourcePrediction>(present: readonly T[]): readonly T[] {
	const scored = present.filter(({ scores }) => scores !== null);
	const named = scored.filter((said) => !isDoubtful(said));
	const trusted = named.filter(({ trust }) => trust !== 0);
	return [trusted, named, scored].find((some) => some.length > 0) ?? present;
}
