import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { glideShape, glides } from "../testing/glides.ts";
import { baumWelch, emissionLogs, sequenceLikelihood } from "./baum-welch.ts";
import { diagonalGaussian } from "./diagonal-gaussian.ts";
import { hiddenMarkov } from "./hidden-markov.ts";

describeEstimator(() => hiddenMarkov({ ...glideShape, states: 4, components: 2 }), { data: glides });
describeEstimator(() => hiddenMarkov({ ...glideShape, states: 3, topology: "ergodic", components: 3 }), {
	data: glides,
});

describe("the forward recursion", () => {
	it("sums over all paths: two states, three frames, every path counted one by one", () => {
		const model = {
			start: Float64Array.of(0.6, 0.4).map(Math.log),
			transitions: Float64Array.of(0.7, 0.3, 0.2, 0.8).map(Math.log),
			emissions: [0, 3].map((m) => [diagonalGaussian(0, Float64Array.of(m), Float64Array.of(1))]),
		};
		const x = Float32Array.of(0.5, 2, 3.5);
		const density = (s: number, t: number) => Math.exp(-0.5 * ((x[t] as number) - 3 * s) ** 2);
		const a = [
			[0.7, 0.3],
			[0.2, 0.8],
		];
		let total = 0;
		for (const i of [0, 1]) {
			for (const j of [0, 1]) {
				for (const k of [0, 1]) {
					total += [0.6, 0.4][i]! * density(i, 0) * a[i]![j]! * density(j, 1) * a[j]![k]! * density(k, 2);
				}
			}
		}
		expect(sequenceLikelihood(model, emissionLogs(model, x, 3, 1), 3)).toBeCloseTo(Math.log(total), 10);
	});
});

describe("baumWelch", () => {
	it("finds the levels and the length of stay of a sequence made by a known model", () => {
		// First level 0 for ten frames on average, then level 5 to the end.
		const random = createRandom(2);
		const sequences = Array.from({ length: 200 }, () => {
			let stay = 1;
			while (random.next() < 0.9) stay++;
			const data = Float32Array.from({ length: 60 }, (_, t) => (t < stay ? 0 : 5) + 0.5 * random.normal());
			return { data, frames: 60, weight: 1 };
		});
		const { emissions, transitions } = baumWelch(sequences, 1, {
			states: 2,
			components: 1,
			topology: "left-right",
			iterations: 30,
			leastVariance: 0.01,
			random,
		});
		expect(emissions[0]?.[0]?.mean[0]).toBeCloseTo(0, 1);
		expect(emissions[1]?.[0]?.mean[0]).toBeCloseTo(5, 1);
		expect(emissions[1]?.[0]?.variance[0]).toBeCloseTo(0.25, 1);
		// 200 stays of mean 10: standard error of the rate 0.007.
		expect(Math.exp(transitions[0] as number)).toBeCloseTo(0.9, 1);
	});
});
