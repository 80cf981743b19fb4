import { join } from "node:path";
import { macroAverage, successiveHalving } from "@undertone/learn";
import { createClipReader } from "../experiments/clip-reader.ts";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { trainRecipe } from "../experiments/train-recipe.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { searched } from "../results/count-openings.ts";
import type { Metric } from "../results/result.ts";
import type { Candidate } from "./candidates.ts";
import { recipeOf, type SearchSpec, searchCandidates } from "./search-spec.ts";

/** A candidate and how it did. */
export interface Trial {
	readonly candidate: Candidate;
	/** By corpus, on the most folds that it was judged on. */
	readonly byCorpus: Readonly<Record<string, Judgement>>;
}

/** How a candidate did on a corpus. */
export interface Judgement {
	readonly uar: Metric;
	/** Outer folds that were judged. */
	readonly folds: number;
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
 * Tries candidates speaker-independently, and chooses for each corpus by the others. With `halving`, candidates that
 * do badly on a few folds of the corpora that choose are not tried on the rest: for each corpus those are others.
 *
 * Runs are kept in the cache, below `searches/ID`; a search that was stopped goes on. Every candidate that was judged on
 * a corpus is an opening in the ledger of the results, marked as of this search.
 */
export async function searchRecipes(spec: SearchSpec, context: ExperimentContext): Promise<SearchOutcome> {
	const corpora = Object.keys(spec.corpora);
	const all = searchCandidates(spec);
	const quiet = {
		...context,
		results: join(context.cache, "searches", spec.id),
		print: () => undefined,
	};
	const readClips = createClipReader(quiet);
	/** By candidate and corpus, the most folds last. */
	const judged = new Map<string, Judgement[]>();
	const judge = async (candidate: Candidate, corpus: string, mostFolds?: number): Promise<number> => {
		const place = `${candidate.key}/${corpus}`;
		const before = judged.get(place) ?? [];
		const known = before.find(({ folds }) => mostFolds === undefined || folds === mostFolds);
		if (known !== undefined) return known.uar.value;
		const recipe = recipeOf(spec, candidate, corpus);
		const result = await trainRecipe(
			recipe,
			`undertone search ${spec.id}`,
			{
				...quiet,
				progress: (what, share, note) =>
					context.progress(
						`candidate ${all.indexOf(candidate) + 1} of ${all.length}, ${corpus}`,
						share,
						`${what} ${note ?? ""}`,
					),
			},
			{ readClips, ...(mostFolds === undefined ? {} : { mostFolds }) },
		);
		const { metrics, folds } = result;
		await appendToLedger(context.results, { ...result, id: `${searched}${recipe.id}` }, { once: true });
		const { uar } = metrics as { readonly uar: Metric };
		judged.set(
			place,
			[...before, { uar, folds: folds.length }].sort((a, b) => a.folds - b.folds),
		);
		return uar.value;
	};
	const best = async (on: readonly string[]): Promise<Candidate> => {
		const { budgets, keep } = spec.halving ?? { budgets: [Number.POSITIVE_INFINITY], keep: 1 };
		const [first] = await successiveHalving(all, {
			budgets,
			keep,
			evaluate: async (candidate, budget) => {
				const values: number[] = [];
				for (const corpus of on) {
					values.push(await judge(candidate, corpus, Number.isFinite(budget) ? budget : undefined));
				}
				return macroAverage(values);
			},
		});
		return (first as { readonly candidate: Candidate }).candidate;
	};
	const forCorpus: Record<string, Candidate> = {};
	for (const corpus of corpora) {
		forCorpus[corpus] = await best(
			corpora.length === 1 ? corpora : corpora.filter((other) => other !== corpus),
		);
	}
	const forAll = await best(corpora);
	const trials = all.map((candidate) => ({
		candidate,
		byCorpus: Object.fromEntries(
			corpora.map((corpus) => [corpus, judged.get(`${candidate.key}/${corpus}`)?.at(-1) as Judgement]),
		),
	}));
	return { trials, forCorpus, forAll };
}
