import { rangeProblems, type Space, type SpaceProblem } from "../search/space.ts";

/** What decides over the search of a recipe. */
interface Searching {
	readonly search?: (Space & { readonly folds: number }) | undefined;
	readonly selection: string;
	readonly protocol: { readonly split: string };
}

/** What may be chosen inside a training part: how is learnt, not what is asked or of whom. */
const searchable = [
	"features",
	"sequence",
	"clamp",
	"classifiers",
	"blend",
	"members",
	"innerRepeats",
	"corpusWeights",
	"overSample",
	"select",
	"augment",
];

/** Protocols whose test speakers are in no training part. */
const splits = ["speaker-independent", "cross-corpus"];

/** What is wrong with the search of a recipe. */
export function searchProblems({ search, selection, protocol }: Searching): SpaceProblem[] {
	if (search === undefined) return [];
	const problems: SpaceProblem[] = rangeProblems(search).map(({ path, message }) => ({
		path: ["search", ...path],
		message,
	}));
	if (selection !== "nested") {
		problems.push({
			path: ["selection"],
			message: `must be "nested" in a recipe with a search, which chooses inside every training part, got "${selection}"`,
		});
	}
	if (!splits.includes(protocol.split)) {
		problems.push({
			path: ["protocol", "split"],
			message: `must be one of ${splits.join(", ")} in a recipe with a search, which judges by speakers of the training part, got "${protocol.split}"`,
		});
	}
	const fields = Object.keys(search.choices);
	if (fields.length === 0) problems.push({ path: ["search", "choices"], message: "must name a field" });
	for (const field of fields.filter((one) => !searchable.includes(one.split(".")[0] as string))) {
		problems.push({
			path: ["search", "choices", field],
			message: `cannot be chosen, expected one of ${searchable.join(", ")}, or a field inside one of them`,
		});
	}
	const last = search.halving?.budgets.at(-1) ?? 1;
	if (last > search.folds) {
		problems.push({
			path: ["search", "halving", "budgets"],
			message: `at most ${search.folds}, the number of inner folds ("folds"), can be judged, got ${last}`,
		});
	}
	return problems;
}
