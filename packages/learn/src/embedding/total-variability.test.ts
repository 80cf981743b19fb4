import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { cholesky, solveCholesky } from "../classical/cholesky.ts";
import { clipPosterior, componentProducts } from "./clip-posterior.ts";
import type { FrameStatistics } from "./frame-statistics.ts";
import { embedClips, fitTotalVariability, type TotalVariability } from "./total-variability.ts";

const [components, features, dimensions] = [4, 3, 2] as const;
const size = components * features;

/** Columns at right angles, of lengths 2 and 1. */
function trueMatrix(): Float64Array {
	const matrix = new Float64Array(size * dimensions);
	for (let k = 0; k < size; k++) {
		matrix[k * 2] = 2 / Math.sqrt(size);
		matrix[k * 2 + 1] = (k % 2 === 0 ? 1 : -1) / Math.sqrt(size);
	}
	return matrix;
}

/** Clips drawn from the model: the sum of N frames about T w has mean N T w and variance N. */
function draw(count: number, frames: number, seed: number): FrameStatistics[] {
	const random = createRandom(seed);
	const matrix = trueMatrix();
	return Array.from({ length: count }, () => {
		const w = Array.from({ length: dimensions }, () => random.normal());
		const occupancies = Float64Array.from({ length: components }, () => frames * (0.5 + random.next()));
		const firstOrder = Float64Array.from({ length: size }, (_, k) => {
			const n = occupancies[Math.floor(k / features)] as number;
			const mean = w.reduce((sum, value, i) => sum + value * (matrix[k * dimensions + i] as number), 0);
			return n * mean + Math.sqrt(n) * random.normal();
		});
		return { occupancies, firstOrder };
	});
}

/** T Tᵀ, which no rotation of w changes; shape `[size, size]`. */
function outer(matrix: Float64Array): Float64Array {
	return Float64Array.from({ length: size * size }, (_, at) => {
		const [a, b] = [Math.floor(at / size), at % size];
		let sum = 0;
		for (let i = 0; i < dimensions; i++) {
			sum += (matrix[a * dimensions + i] as number) * (matrix[b * dimensions + i] as number);
		}
		return sum;
	});
}

describe("clipPosterior", () => {
	it("gives the mean, variance and evidence of one number a clip, by hand", () => {
		// T = 2, N = 3, F = 6: L = 1 + 3 · 4 = 13, b = 12.
		const model = { dimensions: 1, components: 1, features: 1, matrix: Float64Array.of(2), likelihoods: [] };
		const clip = { occupancies: Float64Array.of(3), firstOrder: Float64Array.of(6) };
		const { mean, covariance, evidence } = clipPosterior(clip, model, componentProducts(model));
		expect(mean[0]).toBeCloseTo(12 / 13, 12);
		expect(covariance[0]).toBeCloseTo(1 / 13, 12);
		// The mean of the frames, 2, is drawn from N(0, 4 + 1/3), or without T from N(0, 1/3).
		const log = (variance: number): number => -0.5 * (Math.log(variance) + 2 ** 2 / variance);
		expect(evidence).toBeCloseTo(log(4 + 1 / 3) - log(1 / 3), 12);
	});

	it("equals Bayes' rule on the clip as one long vector", () => {
		// Given w the sums F are N(N T w, N), so that (w, F) is one Gaussian: E[w | F] = Tᵀ N (N T Tᵀ N + N)⁻¹ F.
		const [clip] = draw(1, 5, 8);
		const matrix = trueMatrix();
		const model = { dimensions, components, features, matrix, likelihoods: [] };
		const { occupancies, firstOrder } = clip as FrameStatistics;
		const n = Float64Array.from({ length: size }, (_, k) => occupancies[Math.floor(k / features)] as number);
		const spread = outer(matrix).map((value, at) => {
			const [a, b] = [Math.floor(at / size), at % size];
			return value * (n[a] as number) * (n[b] as number) + (a === b ? (n[a] as number) : 0);
		});
		const solved = solveCholesky(cholesky(spread, size), size, firstOrder);
		const expected = Array.from({ length: dimensions }, (_, i) =>
			solved.reduce(
				(sum, value, k) => sum + value * (n[k] as number) * (matrix[k * dimensions + i] as number),
				0,
			),
		);
		const { mean } = clipPosterior(clip as FrameStatistics, model, componentProducts(model));
		expect(mean).toBeCloseToArray(expected, { rtol: 1e-9, atol: 0 });
	});
});

describe("fitTotalVariability", () => {
	const fit = (clips: readonly FrameStatistics[], iterations: number): Promise<TotalVariability> =>
		fitTotalVariability(clips, { dimensions, iterations, seed: 1 });

	it("finds the directions and their lengths that clips were drawn with", async () => {
		const { matrix } = await fit(draw(2000, 50, 4), 20);
		// 2,000 clips tell a variance to 1 / √1000 = 3 % of the largest entry, 1/3 + 1/12.
		expect(outer(matrix)).toBeCloseToArray(outer(trueMatrix()), { rtol: 0, atol: 0.04 });
	});

	it("never makes the clips less likely", async () => {
		const { likelihoods } = await fit(draw(60, 3, 5), 25);
		expect(likelihoods).toHaveLength(25);
		for (const [i, value] of likelihoods.slice(1).entries()) {
			expect(value).toBeGreaterThanOrEqual((likelihoods[i] as number) - 1e-9);
		}
		expect(likelihoods.at(-1)).toBeGreaterThan((likelihoods[0] as number) + 10);
	});

	it("gives the same for the same seed, and says how far it has come", async () => {
		const clips = draw(30, 5, 6);
		const shares: number[] = [];
		const first = await fitTotalVariability(clips, {
			dimensions,
			iterations: 3,
			seed: 1,
			onProgress: (share) => shares.push(share),
		});
		expect(first.matrix).toEqual((await fit(clips, 3)).matrix);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(shares.at(-1)).toBe(1);
	});

	it("leaves a Gaussian that no frame belongs to as it began", async () => {
		const clips = draw(30, 5, 7).map(({ occupancies, firstOrder }) => ({
			occupancies: occupancies.map((n, c) => (c === 0 ? 0 : n)),
			firstOrder: firstOrder.map((f, k) => (k < features ? 0 : f)),
		}));
		const { matrix } = await fit(clips, 2);
		expect(matrix.every(Number.isFinite)).toBe(true);
	});

	it.each([0, 2.5, size + 1])("refuses %d dimensions", async (wrong) => {
		await expect(
			fitTotalVariability(draw(3, 5, 1), { dimensions: wrong, iterations: 1, seed: 1 }),
		).rejects.toThrow(`dimensions must be a whole number in [1, components × features] = [1, ${size}]`);
	});

	it("ends when it is cancelled", async () => {
		await expect(
			fitTotalVariability(draw(3, 5, 1), {
				dimensions,
				iterations: 1,
				seed: 1,
				signal: AbortSignal.abort(),
			}),
		).rejects.toMatchObject({ code: "cancelled" });
	});
});

describe("embedClips", () => {
	it("comes the nearer to what a clip was drawn with, the more frames it has", async () => {
		const model = {
			dimensions,
			components,
			features,
			matrix: trueMatrix(),
			likelihoods: [],
		};
		// F without noise: w = (1, −1).
		const clip = (frames: number): FrameStatistics => ({
			occupancies: new Float64Array(components).fill(frames),
			firstOrder: Float64Array.from(
				{ length: size },
				(_, k) => frames * ((model.matrix[2 * k] as number) - (model.matrix[2 * k + 1] as number)),
			),
		});
		const { data } = embedClips([clip(1), clip(1e6)], model);
		// L = I + N TᵀT = (1 + 4 N, 1 + N): shrunk to 4/5 and 1/2 for one frame.
		expect(data).toBeCloseToArray([0.8, -0.5, 1, -1], { rtol: 1e-5, atol: 0 });
	});
});
