import { describe, expect, it } from "vitest";
import { planWindows } from "./plan-windows.ts";

describe("planWindows", () => {
	it("scores a short recording of one phrase once, as a whole", () => {
		const plan = planWindows([{ start: 0.4, end: 3 }], 3.5);
		expect(plan.windows).toEqual([{ start: 0, end: 3.5 }]);
		expect(plan.phrases.map(({ from }) => from)).toEqual([0]);
	});

	it("scores a short recording of two phrases whole and by phrase", () => {
		const speech = [
			{ start: 0, end: 2 },
			{ start: 3, end: 5 },
		];
		const { windows, whole, phrases } = planWindows(speech, 5.5);
		expect(windows).toEqual([{ start: 0, end: 5.5 }, ...speech]);
		expect(whole).toBe(true);
		expect(phrases.map(({ from }) => from)).toEqual([1, 2]);
	});

	it("scores a long recording by windows only", () => {
		const { windows, whole, phrases } = planWindows([{ start: 1, end: 19 }], 20);
		expect(whole).toBe(false);
		expect(windows).toHaveLength(phrases[0]?.phrase.windows.length ?? 0);
		expect(windows.at(-1)?.end).toBe(19);
	});

	it("finds nothing to score in a long recording of words without a phrase", () => {
		const words = Array.from({ length: 5 }, (_, i) => ({ start: 4 * i, end: 4 * i + 0.3 }));
		expect(planWindows(words, 20).windows).toEqual([]);
	});
});
