import { createRandom, matrixFromRows } from "@undertone/core";
import { type Dataset, linearDiscriminant } from "@undertone/learn";
import { describe, expect, it } from "vitest";
import { featureSelector } from "./feature-selector.ts";

/** Eight speakers; columns 1 and 4 tell the classes, the others are noise. */
function voices(): Dataset {
	const random = createRandom(2);
	const y = Int32Array.from({ length: 240 }, (_, i) => i % 2);
	const x = matrixFromRows(
		Array.from(y, (c) =>
			Array.from({ length: 6 }, (_, j) => random.normal() + (j === 1 || j === 4 ? 2 * c : 0)),
		),
	);
	return {
		x,
		y,
		labels: ["neutral", "angry"],
		groups: Array.from(y, (_, i) => String(Math.floor(i / 2) % 8)),
	};
}

describe("featureSelector", () => {
	it.each([
		{ kind: "mrmr", count: 2 },
		{ kind: "permutation", count: 2 },
		{ kind: "sequential", count: 2, candidates: 4 },
	] as const)("finds what tells the classes by $kind", async (select) => {
		const columns = await featureSelector(linearDiscriminant(), select)(voices(), 1);
		expect([...columns].sort()).toEqual([1, 4]);
	});
});
