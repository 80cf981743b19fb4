import type { Studies } from "@undertone/api";
import { classifierName } from "../describe-result.ts";

/** A recipe put to other conditions. */
export type ConditionStudy = Studies["conditions"][number];

/** One kind of model: trained on clips as recorded, and on changed copies too. */
export interface ConditionPair {
	readonly name: string;
	readonly studies: readonly ConditionStudy[];
}

/** Studies of one classifier, features and corpora belong together, those on clips as recorded first. */
export function pairConditions(studies: readonly ConditionStudy[]): ConditionPair[] {
	const pairs = new Map<string, ConditionStudy[]>();
	for (const study of studies) {
		const { id, classifier, features, corpora } = study;
		const key = classifier === "" ? id : JSON.stringify([classifier, features, corpora]);
		pairs.set(key, [...(pairs.get(key) ?? []), study]);
	}
	return [...pairs.values()].map((together) => ({
		name: nameOf(together[0] as ConditionStudy),
		studies: together.toSorted((a, b) => Number(isAugmented(a)) - Number(isAugmented(b))),
	}));
}

function nameOf({ id, classifier, features, corpora }: ConditionStudy): string {
	return classifier === "" ? id : `${classifierName(classifier)} on ${corpora.join(" + ")}, ${features}`;
}

function isAugmented({ id }: ConditionStudy): boolean {
	return id.includes("augmented");
}

/** What a model was trained on, by the name of its recipe. */
export function trainedWords(study: ConditionStudy): string {
	if (isAugmented(study)) return "trained on changed copies too";
	return study.id.includes("clean") ? "trained on clips as recorded" : study.id;
}
