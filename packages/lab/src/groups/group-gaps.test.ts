import type { Emotion } from "@undertone/core";
import { describe, expect, it } from "vitest";
import type { StoredPrediction } from "../results/result.ts";
import type { ClipDetail } from "./clip-detail.ts";
import { groupGaps } from "./group-gaps.ts";

function row(
	file: string,
	actual: Emotion,
	predicted: Emotion,
	changes: Partial<StoredPrediction> = {},
): StoredPrediction {
	return { file, corpus: "X", speaker: "a", fold: "1", repeat: 0, actual, predicted, scores: [], ...changes };
}

const details = new Map<string, ClipDetail>([
	["X/1", { sex: "female", language: "de", medianF0: 129.9, age: "31" }],
	["X/2", { sex: "female", language: "de", medianF0: 130, age: "31" }],
	["X/3", { sex: "male", language: "de", medianF0: 230, age: "9" }],
	["Y/4", { sex: "unknown", language: "" }],
]);
/** Of X the two clips of a are right; of b one sad clip is wrong. The clip of Y is right. */
const predictions = [
	row("1", "sad", "sad"),
	row("2", "happy", "happy"),
	row("3", "sad", "happy", { speaker: "b" }),
	row("4", "sad", "sad", { corpus: "Y" }),
];
const tables = groupGaps(predictions, details);
const by = (name: string) => tables.find((table) => table.by === name);

describe("groupGaps", () => {
	it("counts every kind of group by hand", () => {
		expect(by("sex")?.groups).toEqual([
			{ name: "female", n: 2, speakers: 1, uar: 1, accuracy: 1 },
			{ name: "male", n: 1, speakers: 1, uar: 0, accuracy: 0 },
		]);
		// Three clips of X: happy 1 of 1, sad 1 of 2.
		expect(by("corpus")?.groups[0]).toEqual({ name: "X", n: 3, speakers: 2, uar: 0.75, accuracy: 2 / 3 });
		expect(by("speaker")?.groups.map(({ name, accuracy }) => [name, accuracy])).toEqual([
			["X a", 1],
			["X b", 0],
			["Y a", 1],
		]);
	});

	it("tells bands of F0 from the lowest up, a limit belonging to the band above it, and ages as numbers", () => {
		expect(by("f0")?.groups.map(({ name, n }) => [name, n])).toEqual([
			["below 130 Hz", 1],
			["130 to 180 Hz", 1],
			["230 Hz and more", 1],
		]);
		expect(by("age")?.groups.map(({ name, uar }) => [name, uar])).toEqual([
			["9", 0],
			["31", 1],
		]);
	});

	it("names the corpora that do not tell a kind", () => {
		expect(by("sex")?.untold).toEqual(["Y"]);
		expect(by("corpus")?.untold).toEqual([]);
		expect(by("accent")).toEqual({ by: "accent", groups: [], untold: ["X", "Y"] });
	});

	it("counts a clip once that was drawn several times", () => {
		const drawn = [0, 1].flatMap((repeat) => predictions.slice(0, 2).map((one) => ({ ...one, repeat })));
		expect(groupGaps(drawn, details)[0]?.groups).toEqual([
			{ name: "X", n: 2, speakers: 1, uar: 1, accuracy: 1 },
		]);
	});
});
