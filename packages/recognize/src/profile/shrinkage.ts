/** How many clips the population counts for, in a person's mean and variance, where a model does not tell. */
export const profilePriors = { meanPrior: 2, deviationPrior: 15 } as const;

/**
 * A person's mean of a feature after n clips, drawn towards the population's: μ + n / (n + κ) · (x̄ − from).
 *
 * @param from - What such clips are like in the population: μ, or the mean of neutral speech.
 * @param prior - κ, in clips.
 */
export function shrunkMean(
	own: number,
	n: number,
	{ population, from, prior }: { readonly population: number; readonly from: number; readonly prior: number },
): number {
	return n === 0 ? population : population + (n / (n + prior)) * (own - from);
}

/**
 * A person's variance of a feature after n clips, drawn towards the population's: (Σ (x − x̄)² + λ σ²) / (n + λ).
 *
 * @param squares - Sum of the n squared distances from the person's mean.
 * @param prior - λ, in clips.
 */
export function shrunkVariance(
	squares: number,
	n: number,
	{ population, prior }: { readonly population: number; readonly prior: number },
): number {
	return (squares + prior * population) / (n + prior);
}
