import type { Prediction } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { watchConditions } from "./conditions.ts";

const angry = (score: number): Prediction => ({
	label: "angry",
	scores: { angry: score, neutral: 1 - score },
	confidence: score,
	notSure: false,
	reasons: [],
});
const nothing: Prediction = {
	label: null,
	scores: null,
	confidence: 0,
	notSure: true,
	reasons: ["no-speech"],
};

/** Times at which a condition fires, for a result every half second. */
function fires(condition: { score: number; seconds: number }, results: readonly Prediction[]): number[] {
	const watch = watchConditions([{ label: "angry", ...condition }]);
	return results.flatMap((result, i) => watch.next(result, (i + 1) / 2).map(({ time }) => time));
}

describe("watchConditions", () => {
	it("fires when the score has stayed high for long enough, once", () => {
		const results = [angry(0.3), angry(0.8), angry(0.7), angry(0.9), angry(0.9), angry(0.9)];
		expect(fires({ score: 0.7, seconds: 1 }, results)).toEqual([2]);
	});

	it("begins anew after a dip, and after a pause in the speech", () => {
		const high = [angry(0.9), angry(0.9), angry(0.9)];
		expect(fires({ score: 0.7, seconds: 1 }, [...high, angry(0.6), ...high])).toEqual([1.5, 3.5]);
		expect(fires({ score: 0.7, seconds: 1 }, [...high.slice(1), nothing, ...high.slice(1)])).toEqual([]);
	});

	it("fires at once with no duration", () => {
		expect(fires({ score: 0.7, seconds: 0 }, [angry(0.1), angry(0.7)])).toEqual([1]);
	});

	it("says since when", () => {
		const watch = watchConditions([{ label: "angry", score: 0.5, seconds: 0.5 }]);
		expect(watch.next(angry(0.6), 3)).toEqual([]);
		expect(watch.next(angry(0.7), 3.5)).toEqual([
			{ condition: { label: "angry", score: 0.5, seconds: 0.5 }, since: 3, time: 3.5, score: 0.7 },
		]);
	});

	it("refuses a score that cannot be", () => {
		expect(() => watchConditions([{ label: "angry", score: 0, seconds: 1 }])).toThrow(/in \(0, 1\].*got 0/);
		expect(() => watchConditions([{ label: "angry", score: 0.5, seconds: Number.NaN }])).toThrow(RangeError);
	});
});
