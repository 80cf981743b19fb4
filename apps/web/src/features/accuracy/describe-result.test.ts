import type { Result } from "@undertone/api";
import { describe, expect, it } from "vitest";
import { classifierName, pairsOf } from "./describe-result.ts";

describe("classifierName", () => {
	it.each([
		["lda, priors equal", "LDA"],
		["3 × blend of (svm, c 5; lda, priors equal)", "SVM + LDA"],
		[
			"15 × blend 1:2 of (lda, priors equal; lda, priors equal, speakers normalised)",
			"LDA + LDA within speakers",
		],
		[
			"15 × blend 1:2 of (lda, priors equal; lda, priors equal, speakers normalised); and 30 % (plda) on i-vectors of 100 from cepstra@1 (64 Gaussians)",
			"LDA + LDA within speakers + PLDA on i-vectors",
		],
		["recurrent, cell gru 32", "GRU"],
		["hierarchical svm(svm(happy, angry), svm(sad))", "Hierarchical"],
		["lda, priors equal, 100 features by mrmr", "LDA"],
	])("of %s is %s", (words, name) => {
		expect(classifierName(words)).toBe(name);
	});
});

describe("pairsOf", () => {
	const random = {
		id: "random",
		corpora: ["EMO-DB"],
		split: "random",
		adaptation: { kind: "none", k: 0 },
		classifier: "mlp, hidden 512-128",
		features: "undertone@2",
		notes: ["Trained with copies of the clips too: 2 semitones higher."],
	} as unknown as Result;
	const honest = { ...random, id: "honest", split: "speaker-independent" } as const;

	it("puts a random split beside the same recipe on new voices", () => {
		expect(pairsOf([random, honest])).toEqual([{ random, honest }]);
	});

	it("pairs it with no recipe of other settings, features or copies", () => {
		const others = [
			{ ...honest, classifier: "mlp, hidden 256-128" },
			{ ...honest, features: "undertone@1" },
			{ ...honest, notes: [] },
		];
		expect(pairsOf([random, ...others])).toEqual([]);
	});
});
