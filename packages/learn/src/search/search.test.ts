import { describe, expect, it } from "vitest";
import { drawSettings } from "./draw-settings.ts";
import { successiveHalving } from "./successive-halving.ts";

describe("drawSettings", () => {
	const space = {
		kernel: ["rbf", "linear"],
		c: { low: 0.01, high: 100, logarithmic: true },
		layers: { low: 1, high: 3, whole: true },
	} as const;

	it("draws from lists and ranges, evenly in the logarithm where asked", () => {
		const drawn = drawSettings(space, 3000, { seed: 1 });
		const share = (test: (s: (typeof drawn)[number]) => boolean) => drawn.filter(test).length / 3000;
		// Standard error of a share of one half among 3000: 0.009.
		expect(share(({ kernel }) => kernel === "rbf")).toBeCloseTo(0.5, 1);
		expect(share(({ c }) => (c as number) < 1)).toBeCloseTo(0.5, 1);
		expect(share(({ layers }) => layers === 3)).toBeCloseTo(1 / 3, 1);
		expect(drawn.every(({ c }) => (c as number) >= 0.01 && (c as number) <= 100)).toBe(true);
	});

	it("gives the same settings for the same seed", () => {
		expect(drawSettings(space, 5, { seed: 2 })).toEqual(drawSettings(space, 5, { seed: 2 }));
		expect(drawSettings(space, 5, { seed: 2 })).not.toEqual(drawSettings(space, 5, { seed: 3 }));
	});

	it("draws no settings twice, and numbers as they are printed", () => {
		const few = { kernel: ["rbf", "linear"], layers: { low: 1, high: 3, whole: true } } as const;
		const all = drawSettings(few, 6, { seed: 1 });
		expect(new Set(all.map((settings) => JSON.stringify(settings))).size).toBe(6);
		expect(() => drawSettings(few, 7, { seed: 1 })).toThrow(
			"the space must have at least as many settings as are drawn, 7, but it has 6",
		);
		for (const { c } of drawSettings(space, 20, { seed: 4 }))
			expect(String(c)).toBe(String(Number((c as number).toPrecision(3))));
	});

	it("refuses what is no range", () => {
		expect(() => drawSettings({ c: { low: 0, high: 1, logarithmic: true } }, 1, { seed: 1 })).toThrow(
			'"c" must be a list of choices or a range low ≤ high (positive if logarithmic, of whole numbers if whole)',
		);
		expect(() => drawSettings({ k: { low: 0.5, high: 3, whole: true } }, 1, { seed: 1 })).toThrow('"k"');
		expect(() => drawSettings({ kernel: [] }, 1, { seed: 1 })).toThrow('"kernel" must be a list');
	});
});

describe("successiveHalving", () => {
	it("spends the greater budgets on the better candidates and finds the best", async () => {
		const spent: [number, number][] = [];
		const ranked = await successiveHalving([1, 2, 3, 4, 5, 6, 7, 8, 9], {
			budgets: [1, 3, 9],
			evaluate: async (candidate, budget) => {
				spent.push([candidate, budget]);
				return -Math.abs(candidate - 6.2);
			},
		});
		expect(ranked.map(({ candidate }) => candidate)).toEqual([6, 7, 5, 8, 4, 9, 3, 2, 1]);
		expect(spent.filter(([, budget]) => budget === 3).map(([candidate]) => candidate)).toEqual([6, 7, 5]);
		expect(spent.filter(([, budget]) => budget === 9)).toEqual([[6, 9]]);
	});

	it("refuses to search among nothing", async () => {
		const evaluate = async () => 0;
		await expect(successiveHalving([], { budgets: [1], evaluate })).rejects.toThrow("got 0 and 1");
		await expect(successiveHalving([1], { budgets: [2, 2], evaluate })).rejects.toThrow(
			"budgets must ascend",
		);
		await expect(successiveHalving([1], { budgets: [1], keep: 0, evaluate })).rejects.toThrow(
			"keep must be in",
		);
	});
});
