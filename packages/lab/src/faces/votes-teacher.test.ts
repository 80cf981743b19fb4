import type { Emotion } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { describe, expect, it } from "vitest";
import { geometricMean, learnFromVotes } from "./votes-teacher.ts";

const labels: readonly Emotion[] = ["neutral", "happy", "sad"];

function rated(emotion: Emotion, votes: readonly number[]): FacePicture {
	return {
		file: "Training/0",
		usage: "Training",
		emotion,
		hash: "0",
		pixels: new Uint8Array(48 * 48),
		votes,
	};
}

describe("learnFromVotes", () => {
	it("gives the shares of the labels of pictures that the raters saw alike", async () => {
		const torn = [5, 0, 0, 5, 0, 0, 0, 0, 0, 0];
		const merry = [0, 10, 0, 0, 0, 0, 0, 0, 0, 0];
		const pictures = [
			...Array.from({ length: 140 }, () => rated("sad", torn)),
			...Array.from({ length: 60 }, () => rated("neutral", torn)),
			...Array.from({ length: 200 }, () => rated("happy", merry)),
		];
		const { rows, columns, data } = await learnFromVotes(pictures, labels);
		expect([rows, columns]).toEqual([400, 3]);
		const [neutral, happy, sad] = data;
		expect(neutral).toBeCloseTo(0.3, 1);
		expect(happy).toBeLessThan(0.05);
		expect(sad).toBeCloseTo(0.7, 1);
		expect(data[200 * 3 + 1]).toBeGreaterThan(0.95);
	});

	it("gives how frequent the labels are where nobody voted", async () => {
		const none = Array.from({ length: 10 }, () => 0);
		const { data } = await learnFromVotes(
			[
				...Array.from({ length: 30 }, () => rated("sad", none)),
				...Array.from({ length: 10 }, () => rated("happy", none)),
			],
			labels,
		);
		expect(data[2]).toBeCloseTo(0.75, 1);
		expect(data[1]).toBeCloseTo(0.25, 1);
	});
});

describe("geometricMean", () => {
	const matrix = (...data: number[]) => ({
		rows: data.length / 2,
		columns: 2,
		data: Float32Array.from(data),
	});

	it("gives rows that sum to 1, leaves equals as they are, and rules out what either does", () => {
		const { data } = geometricMean(matrix(0.8, 0.2, 0.9, 0.1, 1, 0), matrix(0.8, 0.2, 0.1, 0.9, 0.5, 0.5));
		expect([...data].map((p) => Math.round(1e6 * p) / 1e6)).toEqual([0.8, 0.2, 0.5, 0.5, 1, 0]);
	});
});
