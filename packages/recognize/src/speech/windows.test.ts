import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phrases } from "./windows.ts";

describe("phrases", () => {
	it("joins speech over a short pause and parts it at a long one", () => {
		const speech = [
			{ start: 0, end: 1 },
			{ start: 1.5, end: 2 },
			{ start: 3, end: 4 },
		];
		expect(phrases(speech).map(({ start, end }) => [start, end])).toEqual([
			[0, 2],
			[3, 4],
		]);
	});

	it("does not judge a phrase with too little speech", () => {
		expect(phrases([{ start: 1, end: 1.3 }])).toEqual([]);
	});

	it("cuts ten seconds into windows of 2.5 s about a second apart", () => {
		const [phrase] = phrases([{ start: 2, end: 12 }]);
		const windows = phrase?.windows ?? [];
		expect(windows).toHaveLength(9);
		expect(windows[0]).toEqual({ start: 2, end: 4.5 });
		expect(windows.at(-1)?.end).toBe(12);
	});

	it("covers every phrase with windows inside it, for any speech", () => {
		const gap = fc.double({ min: 0.01, max: 3, noNaN: true });
		fc.assert(
			fc.property(
				fc.array(fc.tuple(gap, fc.double({ min: 0.1, max: 30, noNaN: true })), { maxLength: 20 }),
				(parts) => {
					let at = 0;
					const speech = parts.map(([pause, length]) => {
						const start = at + pause;
						at = start + length;
						return { start, end: at };
					});
					for (const { start, end, windows } of phrases(speech)) {
						expect(windows[0]?.start).toBe(start);
						expect(windows.at(-1)?.end).toBe(end);
						for (const [i, window] of windows.entries()) {
							expect(window.start).toBeGreaterThanOrEqual(start);
							expect(window.end).toBeLessThanOrEqual(end + 1e-9);
							if (i > 0) expect(window.start).toBeLessThan(windows[i - 1]?.end ?? 0);
						}
					}
				},
			),
		);
	});
});
