import type { Dataset } from "../dataset.ts";

/** Rounds of the iteration below; each is one pass over the samples. */
const rounds = 50;

/**
 * How frequent the classes are, where not every sample could have been of every class: the most likely shares π of
 * Σ wᵢ log(π of its class / Σ π of the classes it could have had), by minorisation and maximisation.
 *
 * Without a mask these are the shares of the samples.
 *
 * @param weights - Of the samples.
 * @returns Sums to 1; 0 for a class without samples.
 * @see Hunter (2004), doi:10.1214/aos/1079120141
 */
export function maskedPriors(
	{ y, labels, allowed }: Pick<Dataset, "y" | "labels" | "allowed">,
	weights?: ArrayLike<number>,
): Float64Array {
	const classes = labels.length;
	const counts = new Float64Array(classes);
	for (const [i, c] of y.entries()) counts[c] = (counts[c] as number) + (weights?.[i] ?? 1);
	let priors = normalised(counts);
	if (allowed === undefined) return priors;
	for (let round = 0; round < rounds; round++) {
		const exposure = new Float64Array(classes);
		for (let i = 0; i < y.length; i++) {
			const at = i * classes;
			let open = 0;
			for (let c = 0; c < classes; c++) if (allowed[at + c] !== 0) open += priors[c] as number;
			for (let c = 0; c < classes; c++) {
				if (allowed[at + c] !== 0) exposure[c] = (exposure[c] as number) + (weights?.[i] ?? 1) / open;
			}
		}
		priors = normalised(counts.map((count, c) => (count > 0 ? count / (exposure[c] as number) : 0)));
	}
	return priors;
}

function normalised(values: Float64Array): Float64Array {
	const sum = values.reduce((a, b) => a + b, 0);
	return values.map((value) => value / sum);
}
