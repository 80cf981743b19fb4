import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { speechSegments } from "./speech-segments.ts";

const exact = { padding: 0, minSpeech: 0.09, minPause: 0.09 };

describe("speechSegments", () => {
	it("begins at the first frame over the threshold and ends after the last frame that is not low", () => {
		const probabilities = [0.1, 0.4, 0.6, 0.9, 0.4, 0.2, 0.1, 0.1, 0.1];
		expect(speechSegments(probabilities, 9 * 0.032, exact)).toEqual([{ start: 0.064, end: 5 * 0.032 }]);
	});

	it("bridges a short pause and splits at a long one", () => {
		const pause = (frames: number): number[] => [
			...Array(10).fill(0.9),
			...Array(frames).fill(0.1),
			...Array(10).fill(0.9),
		];
		expect(speechSegments(pause(7), 10, { padding: 0 })).toHaveLength(1);
		expect(speechSegments(pause(9), 10, { padding: 0 })).toHaveLength(2);
	});

	it("drops a click", () => {
		expect(speechSegments([0, 0, 0.9, 0.9, 0, 0, 0, 0, 0, 0, 0, 0], 1)).toEqual([]);
	});

	it("gives stretches in order, apart, within the recording, for any probabilities", () => {
		const probability = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(fc.array(probability, { maxLength: 300 }), (probabilities) => {
				const duration = Math.max(0, probabilities.length * 0.032 - 0.01);
				let last = 0;
				for (const { start, end } of speechSegments(probabilities, duration)) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					expect(end).toBeLessThanOrEqual(duration);
					last = end;
				}
			}),
		);
	});
});
