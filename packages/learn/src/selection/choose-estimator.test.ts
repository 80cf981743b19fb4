import { describe, expect, it } from "vitest";
import { linearDiscriminant } from "../classical/linear-discriminant.ts";
import { nearestNeighbours } from "../classical/nearest-neighbours.ts";
import { blobs } from "../testing/blobs.ts";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { chooseEstimator } from "./choose-estimator.ts";
import { withFeatures } from "./with-features.ts";

const lda = { name: "lda", estimator: linearDiscriminant() };
const neighbours = { name: "neighbours", estimator: nearestNeighbours({ k: 5 }) };
/** A column that says nothing. */
const deaf = { name: "deaf", estimator: withFeatures(linearDiscriminant(), (data) => [data.x.columns - 1]) };

describeEstimator(() => chooseEstimator([lda, neighbours]));

function spoken(rows: number) {
	const data = blobs(rows, 1);
	const noise = { ...data.x, data: data.x.data.slice() };
	for (let r = 0; r < rows; r++) noise.data[(r + 1) * noise.columns - 1] = ((r * 7) % 11) / 11;
	return { ...data, x: noise, groups: Array.from({ length: rows }, (_, r) => `speaker ${r % 4}`) };
}

describe("chooseEstimator", () => {
	it("takes what does best on training speakers that were left out, and is then that model", async () => {
		const data = spoken(120);
		const model = await chooseEstimator([deaf, lda]).fit(data, { seed: 1 });
		expect(model.summary.chosen).toBe("lda");
		const alone = await linearDiscriminant().fit(data, { seed: 1 });
		expect((await model.logits(data.x)).data).toEqual((await alone.logits(data.x)).data);
	});

	it("takes the first of equals, and where one speaker leaves nobody to judge by", async () => {
		const data = spoken(60);
		const same = [
			{ ...lda, name: "first" },
			{ ...lda, name: "second" },
		];
		expect((await chooseEstimator(same).fit(data, { seed: 1 })).summary.chosen).toBe("first");
		const alone = { ...data, groups: data.groups.map(() => "one") };
		expect((await chooseEstimator([deaf, lda]).fit(alone, { seed: 1 })).summary.chosen).toBe("deaf");
	});

	it("refuses to choose from nothing", () => {
		expect(() => chooseEstimator([])).toThrow("at least one estimator to choose from, got none");
	});
});
