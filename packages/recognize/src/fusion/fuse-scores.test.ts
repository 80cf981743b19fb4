import { emotions, type Scores } from "@undertone/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FusionRule, fuseScores, sourceWeights } from "./fuse-scores.ts";

const voice: Scores = { happy: 0.8, sad: 0.2 };
const face: Scores = { happy: 0.6, sad: 0.4 };
const rules: readonly FusionRule[] = ["mean", "product", "weighted"];

describe("fuseScores", () => {
	it("takes the mean", () => {
		const fused = fuseScores([{ scores: voice }, { scores: face }], "mean");
		expect(fused?.happy).toBeCloseTo(0.7, 12);
		expect(fused?.sad).toBeCloseTo(0.3, 12);
	});

	it("takes the product", () => {
		// 0.48 against 0.08.
		const fused = fuseScores([{ scores: voice }, { scores: face }], "product");
		expect(fused?.happy).toBeCloseTo(6 / 7, 12);
	});

	it("weighs by reliability for each label", () => {
		const fused = fuseScores(
			[
				{ scores: voice, reliability: { happy: 0.9, sad: 0.3 } },
				{ scores: face, reliability: { happy: 0.3, sad: 0.9 } },
			],
			"weighted",
		);
		// happy (0.72 + 0.18) / 1.2 = 0.75, sad (0.06 + 0.36) / 1.2 = 0.35, over their sum.
		expect(fused?.happy).toBeCloseTo(0.75 / 1.1, 12);
	});

	it.each(rules)("goes on with one source when the other is missing (%s)", (rule) => {
		expect(fuseScores([{ scores: voice }, { scores: null }], rule)).toEqual(voice);
		expect(fuseScores([{ scores: null }, { scores: null }], rule)).toBeNull();
		expect(fuseScores([], rule)).toBeNull();
	});

	it.each(rules)("hears a doubtful source only where no sound one is (%s)", (rule) => {
		expect(fuseScores([{ scores: voice }, { scores: face, doubtful: true }], rule)).toEqual(voice);
		expect(fuseScores([{ scores: null }, { scores: face, doubtful: true }], rule)).toEqual(face);
	});

	it.each(rules)("hears a source without trust only where no other sound one is (%s)", (rule) => {
		expect(fuseScores([{ scores: voice }, { scores: face, trust: 0 }], rule)).toEqual(voice);
		expect(
			fuseScores(
				[
					{ scores: voice, doubtful: true },
					{ scores: face, trust: 0 },
				],
				rule,
			),
		).toEqual(face);
		expect(fuseScores([{ scores: null }, { scores: face, trust: 0 }], rule)).toEqual(face);
		const alike = fuseScores([{ scores: voice }, { scores: face }], rule);
		const few = [voice, face].map((scores) => ({ scores, trust: 0 }));
		expect(fuseScores(few, rule)).toEqual(alike);
	});

	it("weighs by trust in a mean, and raises to its power in a product", () => {
		const inputs = [{ scores: voice }, { scores: face, trust: 0.5 }];
		// (0.8 + 0.5 · 0.6) / 1.5.
		expect(fuseScores(inputs, "mean")?.happy).toBeCloseTo(11 / 15, 12);
		const [happy, sad] = [0.8 * Math.sqrt(0.6), 0.2 * Math.sqrt(0.4)];
		expect(fuseScores(inputs, "product")?.happy).toBeCloseTo(happy / (happy + sad), 12);
	});

	it("moves from one source to both as trust in the other grows", () => {
		const trusts = fc.tuple(
			fc.double({ min: 0, max: 1, noNaN: true }),
			fc.double({ min: 0, max: 1, noNaN: true }),
		);
		fc.assert(
			fc.property(trusts, fc.constantFrom(...rules), (some, rule) => {
				const [less, more] = [...some]
					.sort((a, b) => a - b)
					.map((trust) => fuseScores([{ scores: voice }, { scores: { happy: 0.1, sad: 0.9 }, trust }], rule));
				expect(less?.happy).toBeGreaterThanOrEqual((more?.happy ?? 1) - 1e-12);
			}),
		);
	});

	it("lets no source rule out a label alone in a product", () => {
		const fused = fuseScores([{ scores: { happy: 0, sad: 1 } }, { scores: { happy: 1, sad: 0 } }], "product");
		expect(fused?.happy).toBeCloseTo(0.5, 12);
	});

	it("judges a label that one source does not know by the other", () => {
		const fused = fuseScores([{ scores: { happy: 0.5, calm: 0.5 } }, { scores: { happy: 1 } }], "mean");
		expect(fused?.calm).toBeCloseTo(0.5 / 1.25, 12);
	});

	it("gives scores that sum to 1, whatever it is given", () => {
		const scores = fc
			.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
			.map((values) => {
				const total = values.reduce((sum, value) => sum + value, 0) || 1;
				return Object.fromEntries(emotions.slice(0, 7).map((label, i) => [label, (values[i] ?? 0) / total]));
			});
		fc.assert(
			fc.property(scores, scores, fc.constantFrom(...rules), (a, b, rule) => {
				const fused = fuseScores([{ scores: a }, { scores: b }], rule) ?? {};
				expect(Object.values(fused).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
			}),
		);
	});
});

describe("sourceWeights", () => {
	const doubtful = true;
	it.each([
		["by their trust", [{ scores: voice, trust: 0.4 }, { scores: face }], [0.4, 1]],
		["not without scores", [{ scores: null }, { scores: face, trust: 0.4 }], [0, 0.4]],
		[
			"not doubtful beside a sound one",
			[
				{ scores: voice, doubtful },
				{ scores: face, trust: 0 },
			],
			[0, 1],
		],
		[
			"not untrusted beside a trusted one",
			[
				{ scores: voice, trust: 0 },
				{ scores: face, trust: 0.4 },
			],
			[0, 0.4],
		],
		["alike where none is trusted", [voice, face].map((scores) => ({ scores, trust: 0 })), [1, 1]],
		[
			"by their trust where all are doubtful",
			[
				{ scores: voice, doubtful, trust: 0 },
				{ scores: face, doubtful, trust: 0.4 },
			],
			[0, 0.4],
		],
	])("lets sources count: %s", (_, inputs, weights) => {
		expect(sourceWeights(inputs)).toEqual(weights);
	});
});
