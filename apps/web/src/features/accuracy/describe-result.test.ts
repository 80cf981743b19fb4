import { describe, expect, it } from "vitest";
import { classifierName } from "./describe-result.ts";

describe("classifierName", () => {
	it.each([
		["lda, priors equal", "LDA"],
		["3 × blend of (svm, c 5; lda, priors equal)", "SVM + LDA"],
		[
			"15 × blend 1:2 of (lda, priors equal; lda, priors equal, speakers normalised)",
			"LDA + LDA within speakers",
		],
		["recurrent, cell gru 32", "GRU"],
		["hierarchical svm(svm(happy, angry), svm(sad))", "Hierarchical"],
		["lda, priors equal, 100 features by mrmr", "LDA"],
	])("of %s is %s", (words, name) => {
		expect(classifierName(words)).toBe(name);
	});
});
