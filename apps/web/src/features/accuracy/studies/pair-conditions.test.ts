import { describe, expect, it } from "vitest";
import { type ConditionStudy, pairConditions, trainedWords } from "./pair-conditions.ts";

const study = (id: string, classifier: string): ConditionStudy => ({
	id,
	classifier,
	features: "steady@1",
	corpora: ["RAVDESS"],
	classes: 8,
	table: "",
	command: "",
	rows: [],
});

describe("pairConditions", () => {
	it("puts a recipe beside itself with changed copies, the clips as recorded first", () => {
		const pairs = pairConditions([
			study("augmented", "lda, priors equal"),
			study("augmented-svm", "svm, c 5"),
			study("clean", "lda, priors equal"),
			study("other", ""),
		]);
		expect(pairs.map(({ name, studies }) => [name, studies.map(({ id }) => id)])).toEqual([
			["LDA on RAVDESS, steady@1", ["clean", "augmented"]],
			["SVM on RAVDESS, steady@1", ["augmented-svm"]],
			["other", ["other"]],
		]);
		expect(pairs[0]?.studies.map(trainedWords)).toEqual([
			"trained on clips as recorded",
			"trained on changed copies too",
		]);
	});
});
