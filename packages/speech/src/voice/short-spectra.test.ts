import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { equalLoudness } from "./equal-loudness.ts";
import { shortSpectra, shortSpectraNames } from "./short-spectra.ts";

/** Noise around a tone of 1 kHz. */
function sound(gain: number): Float32Array {
	const random = createRandom(5);
	return Float32Array.from(
		{ length: 8000 },
		(_, i) => gain * (0.2 * Math.sin((2 * Math.PI * 1000 * i) / 16000) + 0.02 * random.normal()),
	);
}

function contour(signal: Float32Array, name: (typeof shortSpectraNames)[number]): Float64Array {
	return shortSpectra(signal)[shortSpectraNames.indexOf(name)] as Float64Array;
}

describe("shortSpectra", () => {
	it("loudness follows the power 0.33 of the level", () => {
		const quiet = contour(sound(1), "loudness");
		const loud = contour(sound(2), "loudness");
		expect(loud).toBeCloseToArray(
			quiet.map((value) => value * 4 ** 0.33),
			{ rtol: 1e-6, atol: 0 },
		);
	});

	it("everything but loudness is free of the level and of polarity", () => {
		const expected = shortSpectra(sound(1));
		for (const gain of [2, -1]) {
			const actual = shortSpectra(sound(gain));
			for (const [c, name] of shortSpectraNames.entries()) {
				if (name === "loudness") continue;
				expect(actual[c]).toBeCloseToArray(expected[c] as Float64Array, { rtol: 1e-5, atol: 1e-4 });
			}
		}
	});

	it("is finite in silence, and empty for no signal", () => {
		for (const values of shortSpectra(new Float32Array(1600)))
			expect(values.every(Number.isFinite)).toBe(true);
		for (const values of shortSpectra(new Float32Array(0))) expect(values).toHaveLength(0);
	});
});

describe("equalLoudness", () => {
	it("hears 4 kHz better than 100 Hz", () => {
		expect(equalLoudness(4000)).toBeGreaterThan(10 * equalLoudness(100));
		expect(equalLoudness(0)).toBe(0);
	});
});
