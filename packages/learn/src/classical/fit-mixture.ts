import { type Matrix, type Random, row } from "@undertone/core";
import { type DiagonalGaussian, diagonalGaussian, logDensity, logSumExp } from "./diagonal-gaussian.ts";

/** How a mixture is fitted. */
interface MixtureOptions {
	readonly count: number;
	readonly iterations: number;
	readonly leastVariance: number;
	readonly random: Random;
}

/**
 * A mixture of diagonal Gaussians by expectation–maximisation from k-means++ centres.
 *
 * @param z - Samples, shape `[n, features]`, n ≥ 1.
 * @param weights - Of the samples, not all 0.
 * @see Dempster, Laird & Rubin (1977); Arthur & Vassilvitskii (2007) for the centres
 */
export function fitMixture(
	z: Matrix,
	weights: Float64Array,
	{ count, iterations, leastVariance, random }: MixtureOptions,
): DiagonalGaussian[] {
	const { rows, columns: f } = z;
	let parts = startFrom(z, count, random);
	let before = Number.NEGATIVE_INFINITY;
	const shares = new Float64Array(rows * count);
	for (let iteration = 0; iteration < iterations; iteration++) {
		let likelihood = 0;
		for (let r = 0; r < rows; r++) {
			const logs = parts.map((part) => logDensity(part, row(z, r)));
			const whole = logSumExp(logs);
			likelihood += (weights[r] as number) * whole;
			for (let k = 0; k < count; k++) {
				shares[r * count + k] = (weights[r] as number) * Math.exp((logs[k] as number) - whole);
			}
		}
		parts = parts.map((_, k) => {
			let mass = 1e-12;
			const mean = new Float64Array(f);
			const variance = new Float64Array(f);
			for (let r = 0; r < rows; r++) mass += shares[r * count + k] as number;
			for (let r = 0; r < rows; r++) {
				const share = (shares[r * count + k] as number) / mass;
				for (let i = 0; i < f; i++) mean[i] = (mean[i] as number) + share * (z.data[r * f + i] as number);
			}
			for (let r = 0; r < rows; r++) {
				const share = (shares[r * count + k] as number) / mass;
				for (let i = 0; i < f; i++) {
					const d = (z.data[r * f + i] as number) - (mean[i] as number);
					variance[i] = (variance[i] as number) + share * d * d;
				}
			}
			return diagonalGaussian(
				Math.log(mass),
				mean,
				variance.map((v) => Math.max(v, leastVariance)),
			);
		});
		const all = logSumExp(parts.map(({ logWeight }) => logWeight));
		parts = parts.map((part) => ({ ...part, logWeight: part.logWeight - all }));
		if (likelihood - before < 1e-6 * Math.abs(likelihood)) break;
		before = likelihood;
	}
	return parts;
}

/** k-means++ centres with unit variances. */
function startFrom(z: Matrix, count: number, random: Random): DiagonalGaussian[] {
	const centres = [row(z, random.integer(z.rows))];
	const nearest = new Float64Array(z.rows).fill(Number.POSITIVE_INFINITY);
	while (centres.length < count) {
		const last = centres.at(-1) as Float32Array | Float64Array;
		let total = 0;
		for (let r = 0; r < z.rows; r++) {
			const line = row(z, r);
			let sum = 0;
			for (let i = 0; i < line.length; i++) sum += ((line[i] as number) - (last[i] as number)) ** 2;
			nearest[r] = Math.min(nearest[r] as number, sum);
			total += nearest[r] as number;
		}
		let left = random.next() * total;
		let chosen = 0;
		while (chosen < z.rows - 1 && left > (nearest[chosen] as number)) left -= nearest[chosen++] as number;
		centres.push(row(z, chosen));
	}
	return centres.map((centre) =>
		diagonalGaussian(-Math.log(count), Float64Array.from(centre), new Float64Array(z.columns).fill(1)),
	);
}
