import { type Matrix, matrixFromRows } from "@undertone/core";
import { expect, it } from "vitest";
import { fitBlend } from "./fit-blend.ts";

const logs = (rows: number[][]): Matrix => matrixFromRows(rows.map((row) => row.map(Math.log)));

it("hears only the classifier that knows something", () => {
	// The first is right three times of four and says 0.75, the second answers the same to everything.
	const knowing = logs([
		[0.75, 0.25],
		[0.75, 0.25],
		[0.75, 0.25],
		[0.75, 0.25],
	]);
	const silent = logs([
		[0.5, 0.5],
		[0.5, 0.5],
		[0.5, 0.5],
		[0.5, 0.5],
	]);
	const [a, b] = fitBlend({ scores: [knowing, silent], actual: [0, 0, 0, 1] });
	// By hand: softmax(a · log p) is 3/4 where a · log 3 = log 3, so a = 1; the other cannot change anything.
	expect(a).toBeCloseTo(1, 3);
	expect(b).toBeCloseTo(0.5, 3);
});

it("gives nothing to a classifier that is always wrong", () => {
	const mostlyRight = logs([
		[0.7, 0.3],
		[0.3, 0.7],
		[0.7, 0.3],
		[0.7, 0.3],
	]);
	const wrong = logs([
		[0.2, 0.8],
		[0.8, 0.2],
		[0.2, 0.8],
		[0.5, 0.5],
	]);
	expect(fitBlend({ scores: [mostlyRight, wrong], actual: [0, 1, 0, 1] })[1]).toBe(0);
});

it("does not count a class that a clip's corpus lacks", () => {
	const scores = [logs([[0.3, 0.1, 0.6]])];
	const masked = fitBlend({ scores, actual: [0], allowed: Uint8Array.from([1, 1, 0]) });
	// Among the two allowed the answer is right, so more weight is always better.
	expect(masked[0]).toBeGreaterThan(1);
});
