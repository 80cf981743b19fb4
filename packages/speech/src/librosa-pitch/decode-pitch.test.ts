import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createPitchDecoder } from "./decode-pitch.ts";

const bins = 9;
const half = 2;
const tiny = 2.2250738585072014e-308;

/** Logarithm of the probability of a move between states, from the definition. */
function moveOf(from: number, to: number): number {
	const share = (i: number, j: number): number => Math.max(0, half + 1 - Math.abs(i - j)) / (half + 1);
	let all = 0;
	for (let j = 0; j < bins; j++) all += share(from % bins, j);
	const voicing = from < bins === to < bins ? 0.99 : 0.01;
	const probability = (voicing * share(from % bins, to % bins)) / all;
	return Math.log(probability === 0 ? tiny : probability);
}

/** Voiced stretches about gliding bins, and long stretches in which nothing tells states apart. */
function someFrames(count: number): { observations: Float64Array; voiced: number }[] {
	const random = createRandom(7);
	return Array.from({ length: count }, (_, t) => {
		const observations = new Float64Array(bins);
		if (t % 900 < 250) {
			const bin = Math.round((bins - 1) * (0.5 + 0.5 * Math.sin(t / 20)));
			observations[bin] = 0.4 + 0.3 * random.next();
			observations[(bin + 4) % bins] = 0.2 * random.next();
		}
		return { observations, voiced: observations.reduce((sum, p) => sum + p, 0) };
	});
}

describe("createPitchDecoder", () => {
	it("a path that is decided while frames come is as likely as the likeliest of all", () => {
		const frames = someFrames(2500);
		const decoder = createPitchDecoder(bins, 2 * half);
		for (const { observations, voiced } of frames) decoder.add(observations, voiced);
		const path = decoder.finish();
		expect(path.length).toBe(frames.length);

		const seen = (t: number, state: number): number => {
			const { observations, voiced } = frames[t] as (typeof frames)[number];
			return Math.log((state < bins ? (observations[state] as number) : (1 - voiced) / bins) + tiny);
		};
		const states = Array.from({ length: 2 * bins }, (_, state) => state);
		const moves = states.map((from) => states.map((to) => moveOf(from, to)));
		let best = states.map((state) => seen(0, state));
		let own = seen(0, path[0] as number);
		for (let t = 1; t < frames.length; t++) {
			const before = best;
			best = states.map(
				(to) =>
					seen(t, to) +
					Math.max(...states.map((from) => (before[from] as number) + (moves[from]?.[to] as number))),
			);
			own += (moves[path[t - 1] as number]?.[path[t] as number] as number) + seen(t, path[t] as number);
		}
		expect(own).toBeCloseTo(Math.max(...best), 6);
	});

	it("no frame has no path", () => {
		expect(createPitchDecoder(bins, 2 * half).finish().length).toBe(0);
	});
});
