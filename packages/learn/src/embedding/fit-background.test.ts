import { createRandom, matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { fitBackground } from "./fit-background.ts";

const options = { components: 2, iterations: 30, mostFrames: 1000, leastVariance: 0.01, seed: 1 };

describe("fitBackground", () => {
	it("finds the two Gaussians that the frames of all clips were drawn from", () => {
		const random = createRandom(2);
		// A third of the frames about −5 with deviation 1, the others about 5 with deviation 2, in every clip.
		const clips = Array.from({ length: 10 }, () =>
			matrixFromRows(
				Array.from({ length: 150 }, (_, t) => [t % 3 === 0 ? -5 + random.normal() : 5 + 2 * random.normal()]),
			),
		);
		const [low, high] = [...fitBackground(clips, options)].sort(
			(a, b) => (a.mean[0] as number) - (b.mean[0] as number),
		);
		// 333 and 667 frames: the means are known to 0.06 and 0.08, deviations to 4 and 3 %.
		expect(low?.mean[0]).toBeCloseTo(-5, 0);
		expect(high?.mean[0]).toBeCloseTo(5, 0);
		expect(Math.sqrt(low?.variance[0] as number)).toBeCloseTo(1, 0);
		expect(Math.sqrt(high?.variance[0] as number) / 2).toBeCloseTo(1, 0);
		expect(Math.exp(low?.logWeight as number)).toBeCloseTo(1 / 3, 1);
	});

	it("gives the same for the same seed", () => {
		const random = createRandom(3);
		const clips = [matrixFromRows(Array.from({ length: 1500 }, () => [random.normal(), random.normal()]))];
		expect(fitBackground(clips, options)).toEqual(fitBackground(clips, options));
	});

	it("refuses fewer frames than Gaussians", () => {
		expect(() => fitBackground([matrixFromRows([[1]])], options)).toThrow(
			"fitBackground: there must be at least as many frames as components (2), got 1.",
		);
	});
});
