import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

describe("createRandom", () => {
	it("gives the same sequence for the same seed and another for another", () => {
		const take = (seed: number) => Array.from({ length: 5 }, createRandom(seed).next);
		expect(take(7)).toEqual(take(7));
		expect(take(7)).not.toEqual(take(8));
	});

	it("is uniform: the mean of 100,000 draws is 1/2 and the variance 1/12", () => {
		const random = createRandom(1);
		let sum = 0;
		let squares = 0;
		for (let i = 0; i < 100_000; i++) {
			const x = random.next();
			sum += x;
			squares += x * x;
		}
		const mean = sum / 100_000;
		expect(mean).toBeCloseTo(0.5, 2);
		expect(squares / 100_000 - mean * mean).toBeCloseTo(1 / 12, 2);
	});

	it("shuffles without losing an item", () => {
		const items = Array.from({ length: 50 }, (_, i) => i);
		const shuffled = createRandom(3).shuffle(items);
		expect(shuffled).not.toEqual(items);
		expect([...shuffled].sort((x, y) => x - y)).toEqual(items);
	});

	it("forks into generators that do not follow each other", () => {
		const random = createRandom(5);
		expect(random.fork("a").next()).not.toBe(random.fork("b").next());
	});
});
