import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { addNoise } from "./add-noise.ts";
import { power } from "./power.ts";
import { decibels, noise, sine } from "./testing/signals.ts";

describe("addNoise", () => {
	it.each([-5, 0, 10, 30])("adds noise at exactly %i dB", (snrDb) => {
		const signal = sine(440);
		const noisy = addNoise(signal, noise(50_000), { snrDb, random: createRandom(1) });
		const added = noisy.map((x, i) => x - (signal[i] as number));
		expect(decibels(power(signal) / power(added))).toBeCloseTo(snrDb, 3);
	});

	it("goes round where the noise is shorter than the signal", () => {
		const signal = sine(440);
		const noisy = addNoise(signal, noise(1000), { snrDb: 0, random: createRandom(2) });
		const added = noisy.map((x, i) => x - (signal[i] as number));
		expect(added.subarray(0, 1000)).toBeCloseToArray(added.subarray(1000, 2000), { rtol: 0, atol: 1e-6 });
	});

	it("chooses the stretch by the seed alone, and changes neither input", () => {
		const [signal, source] = [sine(440), noise(50_000)];
		const [signalBefore, sourceBefore] = [signal.slice(), source.slice()];
		const add = (seed: number) => addNoise(signal, source, { snrDb: 5, random: createRandom(seed) });
		expect(add(7)).toEqual(add(7));
		expect(add(7)).not.toEqual(add(8));
		expect(signal).toEqual(signalBefore);
		expect(source).toEqual(sourceBefore);
	});

	it("leaves silence silent, which has no signal-to-noise ratio", () => {
		const silence = new Float32Array(100);
		expect(addNoise(silence, noise(100), { snrDb: 10, random: createRandom(1) })).toEqual(silence);
	});

	it("refuses no noise at all", () => {
		expect(() => addNoise(sine(440), new Float32Array(0), { snrDb: 1, random: createRandom(1) })).toThrow(
			new RangeError("addNoise: the noise must hold at least one sample, got none."),
		);
	});
});
