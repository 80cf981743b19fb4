import { describe, expect, it } from "vitest";
import { sideBySide } from "./side-by-side.ts";

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("tasks side by side", () => {
	it("are never more than asked, and answer in their order", async () => {
		let running = 0;
		let most = 0;
		const answers = await sideBySide([30, 1, 20, 1, 1], { atOnce: 2 }, async (milliseconds, place) => {
			most = Math.max(most, ++running);
			await wait(milliseconds);
			running--;
			return `${place}: ${milliseconds}`;
		});
		expect(answers).toEqual(["0: 30", "1: 1", "2: 20", "3: 1", "4: 1"]);
		expect(most).toBe(2);
	});

	it("end with what the first one threw, after the others were told to stop", async () => {
		const told: unknown[] = [];
		const run = sideBySide([0, 1, 2], { atOnce: 2 }, async (task, _, signal) => {
			if (task === 0) throw new Error("a leak");
			await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
			told.push(task);
			throw signal.reason;
		});
		await expect(run).rejects.toThrow("a leak");
		expect(told).toEqual([1]);
	});

	it("do not begin where the signal has fired", async () => {
		const signal = AbortSignal.abort(new Error("cancelled"));
		const begun: number[] = [];
		const run = sideBySide([1, 2], { atOnce: 1, signal }, async (task) => begun.push(task));
		await expect(run).rejects.toThrow("cancelled");
		expect(begun).toEqual([]);
	});
});
