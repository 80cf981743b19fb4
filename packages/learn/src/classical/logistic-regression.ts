import { balancedClassWeights } from "../class-weights.ts";
import { checkDataset, type Dataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { lbfgs, type Objective } from "./lbfgs.ts";
import { appendLinearScores, type LinearMap, linearScores } from "./linear-scores.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link logisticRegression}. */
export interface LogisticRegressionOptions {
	/** Weight of the data against ½ ‖W‖²; smaller means smoother. */
	readonly c?: number;
	readonly classWeights?: "none" | "balanced";
	readonly iterations?: number;
}

/**
 * Multinomial logistic regression on standardised features: C Σ wᵢ (−log pᵢ) + ½ ‖W‖² minimised by L-BFGS.
 *
 * Classes that a sample's corpus lacks are left out of its softmax.
 */
export function logisticRegression({
	c = 1,
	classWeights = "none",
	iterations = 200,
}: LogisticRegressionOptions = {}): Estimator {
	if (!(c > 0)) throw new RangeError(`logisticRegression: c must be positive, got ${c}.`);
	const name = "logistic-regression";
	return {
		name,
		fit: async (data, { signal, onProgress, sampleWeights }) => {
			checkDataset(data, name);
			await pause(signal);
			const scaler = fitScaler(data.x, sampleWeights);
			const classes = data.labels.length;
			const perClass =
				classWeights === "balanced"
					? balancedClassWeights(data.y, classes)
					: new Float64Array(classes).fill(1);
			const weights = Float64Array.from(
				data.y,
				(y, i) => c * (sampleWeights?.[i] ?? 1) * (perClass[y] as number),
			);
			const began = performance.now();
			const objective = softmaxObjective({ ...data, x: scale(data.x, scaler) }, weights);
			const solution = await lbfgs(objective, new Float64Array((data.x.columns + 1) * classes), {
				iterations,
				onIteration: async (iteration, value) => {
					if (iteration % 10 !== 0) return;
					await pause(signal);
					const seconds = (performance.now() - began) / 1000;
					onProgress?.({
						epoch: iteration,
						epochs: iterations,
						loss: value / data.y.length,
						accuracy: Number.NaN,
						secondsLeft: (seconds / iteration) * (iterations - iteration),
					});
				},
			});
			const map: LinearMap = {
				inputs: data.x.columns,
				outputs: classes,
				weights: solution.slice(0, data.x.columns * classes),
				bias: solution.slice(data.x.columns * classes),
			};
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				logits: (z) => linearScores(z, map),
				append: (graph, z) => appendLinearScores(graph, z, map),
			});
		},
	};
}

/** Σ wᵢ (−log pᵢ) + ½ ‖W‖² of weights `[features + 1, classes]`, the last row the biases (not shrunk much). */
function softmaxObjective({ x, y, labels, allowed }: Dataset, weights: Float64Array): Objective {
	const classes = labels.length;
	const { rows, columns } = x;
	return (parameters, gradient) => {
		const map = {
			inputs: columns,
			outputs: classes,
			weights: parameters.subarray(0, columns * classes),
			bias: parameters.subarray(columns * classes),
		};
		const scores = linearScores(x, map).data;
		let value = 0;
		for (let i = 0; i < parameters.length; i++) {
			// A touch on the biases too keeps a class without samples from running away.
			const shrink = i < columns * classes ? 1 : 1e-2;
			const p = parameters[i] as number;
			value += 0.5 * shrink * p * p;
			gradient[i] = shrink * p;
		}
		const slopes = new Float64Array(classes);
		for (let r = 0; r < rows; r++) {
			const weight = weights[r] as number;
			if (weight === 0) continue;
			const at = r * classes;
			let highest = Number.NEGATIVE_INFINITY;
			for (let k = 0; k < classes; k++) {
				if (allowed?.[at + k] === 0) scores[at + k] = Number.NEGATIVE_INFINITY;
				highest = Math.max(highest, scores[at + k] as number);
			}
			let sum = 0;
			for (let k = 0; k < classes; k++) {
				const e = Math.exp((scores[at + k] as number) - highest);
				slopes[k] = e;
				sum += e;
			}
			const actual = y[r] as number;
			value -= weight * ((scores[at + actual] as number) - highest - Math.log(sum));
			for (let k = 0; k < classes; k++) {
				slopes[k] = weight * ((slopes[k] as number) / sum - (k === actual ? 1 : 0));
			}
			for (let f = 0; f <= columns; f++) {
				const feature = f < columns ? (x.data[r * columns + f] as number) : 1;
				const to = f * classes;
				for (let k = 0; k < classes; k++) {
					gradient[to + k] = (gradient[to + k] as number) + feature * (slopes[k] as number);
				}
			}
		}
		return value;
	};
}
