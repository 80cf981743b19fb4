import type { Matrix } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { blendWeights } from "./ensemble.ts";

/** Two classifiers and four clips that one member each held out; the first classifier is right, the second is not. */
const right: Matrix = { rows: 4, columns: 2, data: Float32Array.of(2, 0, 0, 2, 2, 0, 0, 2) };
const wrong: Matrix = { rows: 4, columns: 2, data: Float32Array.of(0, 2, 2, 0, 0, 2, 2, 0) };
const answers = [right, wrong].map((logits) => ({ logits: [logits] })) as unknown as Parameters<
	typeof blendWeights
>[1];
const clips = {
	data: {
		x: { rows: 4, columns: 1, data: new Float32Array(4) },
		y: Int32Array.of(0, 1, 0, 0),
		labels: ["neutral", "happy"],
	},
} as unknown as Parameters<typeof blendWeights>[0];
const heldOut = [Int32Array.of(0, 1, 2, 3)];

describe("blendWeights", () => {
	it("hears more of the classifier that held-out clips speak for", () => {
		const [first = 0, second = 0] = blendWeights(clips, answers, heldOut);
		// Right for three clips in four: odds of 3, of whatever the two say together.
		expect((first - second) * 2).toBeCloseTo(Math.log(3), 2);
	});

	it("keeps the shares it is given, and fits how certain they are together", () => {
		const [first = 0, second = 0] = blendWeights(clips, answers, heldOut, [2, 1]);
		expect(first / second).toBeCloseTo(2, 6);
		expect((first - second) * 2).toBeCloseTo(Math.log(3), 2);
	});

	it("takes the mean of members that held the same clip out", () => {
		const half: Matrix = { ...right, data: right.data.map((value) => value / 2) };
		const twice = [right, half].map((logits) => ({ logits: [logits] })) as unknown as typeof answers;
		const [weight = 0] = blendWeights(clips, twice, [...heldOut, ...heldOut]);
		// Logits of 2 and of 1: the mean says 1.5.
		expect(weight * 1.5).toBeCloseTo(Math.log(3), 2);
	});

	it("says when there are more shares than classifiers", () => {
		expect(() => blendWeights(clips, answers, heldOut, [1, 1, 1])).toThrow(
			'blend must be "fitted" or a share for each of the 2 classifiers, got 3 shares.',
		);
	});
});
