/** A candidate with its figures. */
export interface Ranked<Candidate> {
	readonly candidate: Candidate;
	/** Greatest budget it was given. */
	readonly budget: number;
	/** Its figure at that budget; greater is better. */
	readonly score: number;
}

/** How a search goes on. */
interface HalvingOptions<Candidate> {
	/** Ascending: epochs, folds, samples, whatever `evaluate` makes of it. */
	readonly budgets: readonly number[];
	/** Share of the candidates that goes on to the next budget; at least one does. */
	readonly keep?: number;
	readonly evaluate: (candidate: Candidate, budget: number) => Promise<number>;
	/** Called after every evaluation. */
	readonly onResult?: (result: Ranked<Candidate>, done: number, total: number) => void;
}

/**
 * Gives all candidates a small budget, the better ones a greater, and so on.
 *
 * With one budget it is a plain random search. `evaluate` must judge on inner folds of the training part only.
 *
 * @returns All candidates, those that came furthest first, the better first among equals.
 * @throws {RangeError} If there are no candidates or budgets, budgets do not ascend, or `keep` is not in (0, 1].
 * @see Jamieson & Talwalkar (2016), arXiv:1502.07943
 */
export async function successiveHalving<Candidate>(
	candidates: readonly Candidate[],
	{ budgets, keep = 1 / 3, evaluate, onResult }: HalvingOptions<Candidate>,
): Promise<Ranked<Candidate>[]> {
	if (candidates.length === 0 || budgets.length === 0) {
		throw new RangeError(
			`successiveHalving: there must be candidates and budgets, got ${candidates.length} and ${budgets.length}.`,
		);
	}
	if (
		budgets.some((budget, b) => b > 0 && !(budget > (budgets[b - 1] as number))) ||
		!(keep > 0 && keep <= 1)
	) {
		throw new RangeError(
			`successiveHalving: budgets must ascend and keep must be in (0, 1], got ${budgets.join(", ")} and ${keep}.`,
		);
	}
	const sizes = budgets.map((_, b) => Math.max(1, Math.round(candidates.length * keep ** b)));
	const total = sizes.reduce((a, b) => a + b, 0);
	const dropped: Ranked<Candidate>[][] = [];
	let open = [...candidates];
	let done = 0;
	let ranked: Ranked<Candidate>[] = [];
	for (const [b, budget] of budgets.entries()) {
		ranked = [];
		for (const candidate of open) {
			const result = { candidate, budget, score: await evaluate(candidate, budget) };
			ranked.push(result);
			onResult?.(result, ++done, total);
		}
		ranked.sort((x, y) => y.score - x.score);
		const next = sizes[b + 1];
		if (next === undefined) break;
		dropped.unshift(ranked.slice(next));
		open = ranked.slice(0, next).map(({ candidate }) => candidate);
	}
	return [...ranked, ...dropped.flat()];
}
