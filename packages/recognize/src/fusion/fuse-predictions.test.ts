import type { Prediction, Reason } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { fusePredictions, usedSources } from "./fuse-predictions.ts";

const says = (happy: number, reasons: readonly Reason[] = []): Prediction => ({
	label: reasons.length > 0 ? null : "happy",
	scores: { happy, sad: 1 - happy },
	confidence: Math.max(happy, 1 - happy),
	notSure: reasons.length > 0,
	reasons,
});
const silent: Prediction = {
	label: null,
	scores: null,
	confidence: 0,
	notSure: true,
	reasons: ["no-speech"],
};

describe("fusePredictions", () => {
	it("takes the mean of voice and face", () => {
		expect(fusePredictions([says(0.9), says(0.5)], 0)).toMatchObject({ label: "happy", confidence: 0.7 });
	});

	it("is not sure under the threshold", () => {
		expect(fusePredictions([says(0.6), says(0.5)], 0.6)).toMatchObject({
			label: null,
			reasons: ["low-confidence"],
		});
	});

	it("goes by the face alone while nobody speaks, and by the voice alone while nobody is seen", () => {
		expect(fusePredictions([silent, says(0.8)], 0)).toMatchObject({ confidence: 0.8, reasons: [] });
		expect(fusePredictions([says(0.8), null], 0)).toMatchObject({ confidence: 0.8, reasons: [] });
	});

	it("leaves out a doubtful source beside a sound one, and names no label by doubtful ones alone", () => {
		expect(fusePredictions([says(0.9), says(0.1, ["turned-away"])], 0)).toMatchObject({
			label: "happy",
			confidence: 0.9,
		});
		expect(fusePredictions([says(0.9, ["noise"]), says(0.7, ["turned-away"])], 0)).toMatchObject({
			label: null,
			confidence: 0.8,
			reasons: ["noise", "turned-away"],
		});
	});

	it("leaves out a voice without trust beside a sound face, but not beside none or a doubtful one", () => {
		const voice = { ...says(0.9), trust: 0 };
		expect(fusePredictions([voice, says(0.6)], 0)).toMatchObject({ confidence: 0.6 });
		expect(fusePredictions([voice, null], 0)).toMatchObject({ label: "happy", confidence: 0.9 });
		expect(fusePredictions([voice, says(0.6, ["turned-away"])], 0)).toMatchObject({
			label: "happy",
			confidence: 0.9,
		});
	});

	it("hears a source by how far it is trusted", () => {
		// (0.5 · 0.9 + 0.6) / 1.5.
		expect(fusePredictions([{ ...says(0.9), trust: 0.5 }, says(0.6)], 0)?.confidence).toBeCloseTo(0.7, 12);
	});

	it("says why nothing could be scored", () => {
		expect(fusePredictions([silent, null], 0)).toEqual(silent);
		expect(fusePredictions([null, null], 0)).toBeNull();
	});
});

describe("usedSources", () => {
	it("tells what a fused prediction rests on", () => {
		const face = says(0.8);
		expect(usedSources([silent, face])).toEqual([face]);
		expect(usedSources([silent])).toEqual([silent]);
	});
});
