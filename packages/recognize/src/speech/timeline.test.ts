import type { Emotion } from "@undertone/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeline } from "./timeline.ts";
import { phrases } from "./windows.ts";

const labels: readonly Emotion[] = ["neutral", "happy", "angry"];

describe("timeline", () => {
	it("joins windows with the same label and parts them where it changes", () => {
		const phrase = {
			start: 0,
			end: 4,
			windows: [
				{ start: 0, end: 2 },
				{ start: 1, end: 3 },
				{ start: 2, end: 4 },
			],
		};
		const scores = [
			[0.8, 0.1, 0.1],
			[0.6, 0.2, 0.2],
			[0.1, 0.1, 0.8],
		];
		const segments = timeline([{ phrase, scores }], labels, 0);
		// 0–1: first; 1–2: mean of the first two, neutral; 2–3: of the last two, angry; 3–4: last.
		expect(segments.map(({ start, end, label }) => [start, end, label])).toEqual([
			[0, 2, "neutral"],
			[2, 4, "angry"],
		]);
		expect(segments[0]?.scores?.neutral).toBeCloseTo((0.8 + 0.7) / 2, 12);
		expect(segments[1]?.scores?.angry).toBeCloseTo((0.5 + 0.8) / 2, 12);
	});

	it("names no label under the threshold", () => {
		const phrase = { start: 0, end: 1, windows: [{ start: 0, end: 1 }] };
		const [segment] = timeline([{ phrase, scores: [[0.4, 0.3, 0.3]] }], labels, 0.5);
		expect(segment).toMatchObject({
			label: null,
			notSure: true,
			reasons: ["low-confidence"],
			confidence: 0.4,
		});
	});

	it("names no label where the recording forbids it, and says why", () => {
		const phrase = { start: 0, end: 1, windows: [{ start: 0, end: 1 }] };
		const [segment] = timeline([{ phrase, scores: [[0.8, 0.1, 0.1]] }], labels, 0.5, ["noise"]);
		expect(segment).toMatchObject({ label: null, notSure: true, reasons: ["noise"], confidence: 0.8 });
	});

	it("is in order, without overlap, within the recording, with scores that sum to 1, for any speech", () => {
		const number = fc.double({ min: 0.05, max: 12, noNaN: true });
		const speech = fc.array(fc.tuple(number, number), { maxLength: 12 });
		fc.assert(
			fc.property(
				speech,
				fc.integer(),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(parts, seed, threshold) => {
					let at = 0;
					const intervals = parts.map(([pause, length]) => {
						const start = at + pause;
						at = start + length;
						return { start, end: at };
					});
					let n = seed;
					const scored = phrases(intervals).map((phrase) => ({
						phrase,
						scores: phrase.windows.map(() => {
							const raw = labels.map(() => 1 + (Math.abs(Math.sin(++n)) * 10) ** 2);
							const sum = raw.reduce((total, value) => total + value, 0);
							return raw.map((value) => value / sum);
						}),
					}));
					let last = 0;
					for (const segment of timeline(scored, labels, threshold)) {
						expect(segment.start).toBeGreaterThanOrEqual(last - 1e-9);
						expect(segment.end).toBeGreaterThan(segment.start);
						expect(segment.end).toBeLessThanOrEqual(at + 1e-9);
						const values = Object.values(segment.scores ?? {});
						expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
						expect(segment.label === null).toBe(segment.notSure);
						expect(segment.confidence).toBeCloseTo(Math.max(...values), 12);
						last = segment.end;
					}
				},
			),
		);
	});
});
