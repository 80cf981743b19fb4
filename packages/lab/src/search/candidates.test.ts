import { describe, expect, it } from "vitest";
import { candidates, withFields } from "./candidates.ts";

const lists = { features: ["undertone@1", "undertone@2"], augment: [[], [{ kind: "pitch", semitones: 2 }]] };
const range = { low: 0.1, high: 10, logarithmic: true };

describe("candidates", () => {
	it("takes all combinations, in order, each with a name", () => {
		const all = candidates({ choices: lists }, 1, "mine");
		expect(all.map(({ key }) => key)).toEqual(["0-0", "0-1", "1-0", "1-1"]);
		expect(all[1]?.name).toBe("features undertone@1, augment pitch 2");
		expect(all[2]?.fields).toEqual({ features: "undertone@2", augment: [] });
	});

	it("draws from lists and ranges, the same for the same seed", () => {
		const space = { choices: { ...lists, "classifiers.0.c": range }, draws: 8 };
		const drawn = candidates(space, 3, "mine");
		expect(drawn).toHaveLength(8);
		expect(candidates(space, 3, "mine")).toEqual(drawn);
		expect(candidates(space, 4, "mine")).not.toEqual(drawn);
		expect(new Set(drawn.map(({ key }) => key)).size).toBe(8);
		for (const { key, fields } of drawn) {
			expect(key).toMatch(/^[a-z0-9-]+$/);
			expect(fields["classifiers.0.c"]).toBeGreaterThanOrEqual(0.1);
			expect(fields["classifiers.0.c"]).toBeLessThanOrEqual(10);
		}
	});

	it("refuses to draw more than there is", () => {
		expect(() => candidates({ choices: lists, draws: 5 }, 1, "mine")).toThrow(
			/The choices of "mine" are not valid\. drawSettings: .* drawn, 5, but it has 4/,
		);
	});
});

describe("withFields", () => {
	const recipe = { features: "undertone@1", classifiers: [{ kind: "svm", c: 1 }] };

	it("sets fields, and fields inside fields, of a copy", () => {
		const set = withFields(recipe, { features: "undertone@2", "classifiers.0.gamma": 0.1 }, "mine");
		expect(set).toEqual({ features: "undertone@2", classifiers: [{ kind: "svm", c: 1, gamma: 0.1 }] });
		expect(recipe.classifiers[0]).toEqual({ kind: "svm", c: 1 });
	});

	it("names a path that leads nowhere", () => {
		expect(() => withFields(recipe, { "classifiers.1.c": 2 }, "mine")).toThrow(
			/"classifiers\.1\.c" must lead to a field of the recipe, and there is no "classifiers\.1" in it/,
		);
		expect(() => withFields(recipe, { "classifiers.1": {} }, "mine")).toThrow(/there is no "classifiers\.1"/);
	});
});
