import { join } from "node:path";
import { macroAverage } from "@undertone/learn";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { trainRecipe } from "../experiments/train-recipe.ts";
import type { Metric } from "../results/result.ts";
import { type Candidate, candidates, recipeOf, type SearchSpec } from "./search-spec.ts";

/** A candidate and how it did. */
export interface Trial {
	readonly candidate: Candidate;
	/** UAR by corpus. */
	readonly uar: Readonly<Record<string, Metric>>;
}

/** What a search found. */
export interface SearchOutcome {
	readonly trials: readonly Trial[];
	/** For each corpus the candidate with the highest mean UAR on the others: chosen without looking at it. */
	readonly forCorpus: Readonly<Record<string, Candidate>>;
	/** The highest mean over all corpora: for a model that is trained on all of them. */
	readonly forAll: Candidate;
}

/**
 * Tries every candidate on every corpus, speaker-independently, and chooses for each corpus by the others.
 *
 * Runs are kept in the cache, below `searches/ID`, with a ledger of their own; a search that was stopped goes on.
 */
export async function searchRecipes(spec: SearchSpec, context: ExperimentContext): Promise<SearchOutcome> {
	const corpora = Object.keys(spec.corpora);
	const all = candidates(spec);
	const trials: Trial[] = [];
	for (const [c, candidate] of all.entries()) {
		const uar: Record<string, Metric> = {};
		for (const corpus of corpora) {
			const result = await trainRecipe(recipeOf(spec, candidate, corpus), `undertone search ${spec.id}`, {
				...context,
				results: join(context.cache, "searches", spec.id),
				print: () => undefined,
				progress: (what, share, note) =>
					context.progress(`candidate ${c + 1} of ${all.length}, ${corpus}`, share, `${what} ${note ?? ""}`),
			});
			if (result.metrics.uar !== undefined) uar[corpus] = result.metrics.uar;
		}
		trials.push({ candidate, uar });
	}
	const best = (on: readonly string[]): Candidate => {
		const mean = (trial: Trial): number => macroAverage(on.map((corpus) => trial.uar[corpus]?.value ?? 0));
		return trials.reduce((highest, trial) => (mean(trial) > mean(highest) ? trial : highest)).candidate;
	};
	return {
		trials,
		forCorpus: Object.fromEntries(
			corpora.map((corpus) => [
				corpus,
				best(corpora.length === 1 ? corpora : corpora.filter((other) => other !== corpus)),
			]),
		),
		forAll: best(corpora),
	};
}
