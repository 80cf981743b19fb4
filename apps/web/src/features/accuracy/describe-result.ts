import type { Result } from "@undertone/api";

/** How the kinds of classifiers are written for people. */
const kinds: Readonly<Record<string, string>> = {
	mlp: "MLP",
	lda: "LDA",
	plda: "PLDA",
	svm: "SVM",
	logistic: "Logistic regression",
	neighbours: "Nearest neighbours",
	forest: "Random forest",
	boosting: "Gradient boosting",
	gaussians: "Gaussian mixtures",
	hmm: "HMM",
	cnn: "CNN",
	recurrent: "Recurrent network",
	"convolutional-recurrent": "CNN + recurrent",
	residual: "Residual network",
};

/**
 * The short name of a classifier: `"3 × blend of (svm, c 5; lda, priors equal)"` is "SVM + LDA". What is left out
 * stands in the details.
 */
export function classifierName(words: string): string {
	const [, first, second] = /^(.*); and \S+ % \((.*)\) on i-vectors\b/.exec(words) ?? [];
	if (first !== undefined && second !== undefined) {
		return `${classifierName(first)} + ${classifierName(second)} on i-vectors`;
	}
	const whole = words.replace(/^\d+ × /, "");
	const inner = /^blend(?: [\d.:]+)? of \((.*)\)/.exec(whole)?.[1] ?? whole;
	return inner
		.split("; ")
		.map((part) => {
			if (part.startsWith("hierarchical")) return "Hierarchical";
			const cell = /^recurrent.* (gru|lstm)\b/.exec(part)?.[1];
			if (cell !== undefined) return cell.toUpperCase();
			const [kind = "", ...rest] = (part.split(",")[0] ?? "").trim().split(" ");
			const within = part.includes("speakers normalised") ? ["within speakers"] : [];
			return [kinds[kind] ?? kind, ...rest, ...within].join(" ");
		})
		.join(" + ");
}

/** Every protocol, in the order in which they are shown: what is hardest to fool first. */
export const splits = {
	"speaker-independent": { title: "New voices", short: "new voices" },
	"speaker-and-sentence-independent": {
		title: "New voices and sentences",
		short: "new voices and sentences",
	},
	"cross-corpus": { title: "Trained on other corpora", short: "another corpus" },
	fixed: { title: "The corpus's own test part", short: "fixed test part" },
	"sentence-independent": { title: "New sentences of known voices", short: "new sentences, known voices" },
	random: { title: "Known voices (random split)", short: "known voices (random)" },
} as const satisfies Record<Result["split"], { readonly title: string; readonly short: string }>;

/** What was known of a test speaker before; empty where nothing was. */
export function adaptationWords({ kind, k }: Result["adaptation"]): string {
	return {
		none: "",
		unlabelled: `profile of ${k} clips`,
		neutral: `profile of ${k} neutral clips`,
		transductive: "normalised by all its clips",
		"self-trained": "self-trained on its clips",
	}[kind];
}

/** Where a recipe was chosen, as a reader should weigh it. */
export const selections = {
	nested: "inside each training part",
	"other-corpora": "on other corpora",
	"fixed-beforehand": "beforehand",
	"same-speakers": "on the same speakers",
} as const satisfies Record<Result["selection"], string>;

/** The key under which a result is chosen: the corpora it was tested on. */
export function corpusOf({ corpora }: Pick<Result, "corpora">): string {
	return corpora.join(" + ");
}

/** How many classes were tested: `7`, or `6 of 7` where the model can name one that no clip has. */
export function classWords({ labels, absent = [] }: Pick<Result, "labels" | "absent">): string {
	return absent.length === 0 ? `${labels.length}` : `${labels.length - absent.length} of ${labels.length}`;
}

/** What is counted in a corpus of sounds or of pictures. */
export function unitOf({ features, corpora }: Pick<Result, "features" | "corpora">): "clips" | "pictures" {
	return /picture/.test(features) || corpora.some((name) => /fer/i.test(name)) ? "pictures" : "clips";
}

/** Two figures that answer two questions with the same recipe. */
export interface Pair<T> {
	readonly random: T;
	readonly honest: T;
}

/** Every random split beside its honest neighbour: the same recipe, settings and copies included, on new voices. */
export function pairsOf<T extends Result>(results: readonly T[]): Pair<T>[] {
	return results
		.filter(({ split }) => split === "random")
		.flatMap((random) => {
			const own = settingsOf(random);
			const honest = results.find(
				(other) => other.split === "speaker-independent" && settingsOf(other) === own,
			);
			return honest === undefined ? [] : [{ random, honest }];
		});
}

/** As `honestNeighbour` of the lab has it, which a page does not load. */
function settingsOf({ corpora, adaptation, classifier, features, notes = [] }: Result): string {
	const changed = notes.filter((note) => /^(?:Trained with copies|Tested on changed clips)/.test(note));
	return JSON.stringify([[...corpora].sort(), adaptation.kind, adaptation.k, classifier, features, changed]);
}
