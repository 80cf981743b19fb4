import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { applyBiquads, designBiquad } from "./biquad.ts";
import { linearPrediction } from "./linear-prediction.ts";
import { preemphasis } from "./preemphasis.ts";

/** Gain of a filter for a sine, after it has settled. */
function gain(kind: "lowpass" | "highpass", frequency: number): number {
	const filter = designBiquad(kind, { sampleRate: 16000, cutoff: 1000 });
	const sine = Float32Array.from({ length: 16000 }, (_, i) =>
		Math.sin((2 * Math.PI * frequency * i) / 16000),
	);
	const peak = (x: Float32Array) => x.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
	return peak(applyBiquads(sine, [filter]).subarray(8000)) / peak(sine);
}

describe("designBiquad", () => {
	it("takes 3 dB at the cut-off, passes one side and stops the other by 12 dB an octave", () => {
		expect(gain("lowpass", 1000)).toBeCloseTo(Math.SQRT1_2, 2);
		expect(gain("highpass", 1000)).toBeCloseTo(Math.SQRT1_2, 2);
		expect(gain("lowpass", 50)).toBeCloseTo(1, 2);
		expect(gain("highpass", 7500)).toBeCloseTo(1, 2);
		// |H|² = 1 / (1 + (f / fc)⁴) for an analogue Butterworth; the bilinear transform bends little down here.
		expect(gain("highpass", 250)).toBeCloseTo(1 / Math.sqrt(1 + 4 ** 4), 2);
	});

	it("refuses a cut-off beyond half the rate", () => {
		expect(() => designBiquad("lowpass", { sampleRate: 16000, cutoff: 8000 })).toThrow(
			"designBiquad: cutoff must be in (0, sampleRate / 2) = (0, 8000) Hz, got 8000.",
		);
	});
});

describe("linearPrediction", () => {
	it("finds the resonance that a noise was sent through", () => {
		const random = createRandom(2);
		const signal = new Float64Array(40_000);
		for (let n = 2; n < signal.length; n++) {
			signal[n] = 1.6 * signal[n - 1]! - 0.9 * signal[n - 2]! + random.normal();
		}
		expect(linearPrediction(signal, 2)).toBeCloseToArray([1, -1.6, 0.9], { rtol: 0.01, atol: 0 });
	});

	it("of silence predicts silence", () => {
		expect(linearPrediction(new Float64Array(10), 3)).toEqual(Float64Array.of(1, 0, 0, 0));
	});
});

describe("preemphasis", () => {
	it("takes a share of the sample before", () => {
		expect([...preemphasis(Float32Array.of(1, 1, 0), 0.5)]).toEqual([1, 0.5, -0.5]);
	});
});
