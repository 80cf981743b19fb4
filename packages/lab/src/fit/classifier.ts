import { UndertoneError } from "@undertone/core";
import {
	type CnnOptions,
	type ConvolutionalRecurrentOptions,
	chooseEstimator,
	cnn,
	convolutionalRecurrentNetwork,
	type Estimator,
	type EstimatorChoice,
	type GaussianMixtureOptions,
	type GradientBoostingOptions,
	gaussianMixture,
	gradientBoosting,
	type HiddenMarkovOptions,
	type Hierarchy,
	hiddenMarkov,
	hierarchical,
	type LinearDiscriminantOptions,
	type LogisticRegressionOptions,
	linearDiscriminant,
	logisticRegression,
	type MlpOptions,
	mlp,
	type NearestNeighboursOptions,
	nearestNeighbours,
	type PldaOptions,
	plda,
	type RandomForestOptions,
	type RecurrentOptions,
	type ResidualOptions,
	randomForest,
	recurrentNetwork,
	residualNetwork,
	type SvmOptions,
	svm,
	withFeatures,
} from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";

/** An estimator as a recipe writes it: its kind and its options. */
export type ClassifierSpec =
	| ({ readonly kind: "mlp" } & MlpOptions)
	| ({ readonly kind: "svm" } & SvmOptions)
	| ({ readonly kind: "lda"; readonly speakers?: TrainingSpeakers | undefined } & LinearDiscriminantOptions)
	| ({ readonly kind: "plda" } & PldaOptions)
	| ({ readonly kind: "logistic" } & LogisticRegressionOptions)
	| ({ readonly kind: "neighbours" } & NearestNeighboursOptions)
	| ({ readonly kind: "forest" } & RandomForestOptions)
	| ({ readonly kind: "boosting" } & GradientBoostingOptions)
	| ({ readonly kind: "gaussians" } & GaussianMixtureOptions)
	| ({ readonly kind: "hmm" } & Omit<HiddenMarkovOptions, keyof SequenceShape>)
	| ({ readonly kind: "cnn" } & Omit<CnnOptions, keyof SequenceShape>)
	| ({ readonly kind: "recurrent" } & Omit<RecurrentOptions, keyof SequenceShape>)
	| ({ readonly kind: "convolutional-recurrent" } & Omit<ConvolutionalRecurrentOptions, keyof SequenceShape>)
	| ({ readonly kind: "residual" } & Omit<ResidualOptions, keyof SequenceShape>)
	| { readonly kind: "hierarchical"; readonly tree: TreeSpec };

/** Whether a classifier learns from clips as they are, or brought to what is usual over speakers. */
type TrainingSpeakers = "as-recorded" | "normalised";

/** Groups of emotions, told apart one decision after another, each by its own classifier. */
type TreeSpec = { readonly groups: readonly (string | TreeSpec)[] } & (
	| { readonly classifier: ClassifierSpec; readonly choices?: undefined }
	| { readonly choices: ChoicesSpec; readonly classifier?: undefined }
);

/** What a decision chooses from, on inner groups of the training speakers. */
interface ChoicesSpec {
	readonly classifiers: readonly ClassifierSpec[];
	/** By how the names of features begin, or all of them. */
	readonly features: readonly ("all" | readonly string[])[];
	readonly folds: number;
}

/** Frames of a sample and numbers of a frame, for classifiers of sequences. */
export interface SequenceShape {
	readonly frames: number;
	readonly bands: number;
}

/** What some classifiers must know of the features. */
interface FeatureFacts {
	readonly shape: SequenceShape | undefined;
	readonly names: readonly string[] | undefined;
}

/**
 * The estimator a recipe names.
 *
 * @param shape - Needed by classifiers of sequences.
 * @param names - Of the columns; needed where groups of features are chosen.
 * @throws {UndertoneError} `recipe-invalid` if an option is out of range, a classifier of sequences has no shape, or a
 *   group of features is empty.
 */
export function createEstimator(
	spec: ClassifierSpec,
	shape?: SequenceShape,
	names?: readonly string[],
): Estimator {
	try {
		return construct(spec, { shape, names });
	} catch (cause) {
		throw new UndertoneError("recipe-invalid", cause instanceof Error ? cause.message : String(cause), {
			cause,
		});
	}
}

const ofSequences = ["hmm", "cnn", "recurrent", "convolutional-recurrent", "residual"] as const;

function construct({ kind, ...options }: ClassifierSpec, facts: FeatureFacts): Estimator {
	const { shape } = facts;
	if ((ofSequences as readonly string[]).includes(kind) && shape === undefined) {
		throw new RangeError(
			`${kind} takes sequences: the recipe must name a feature set of frames, and "sequence" with frames and step.`,
		);
	}
	const sequence = { ...options, ...(shape ?? { frames: 0, bands: 0 }) };
	switch (kind) {
		case "hmm":
			return hiddenMarkov(sequence as HiddenMarkovOptions);
		case "cnn":
			return cnn(sequence as CnnOptions);
		case "recurrent":
			return recurrentNetwork(sequence as RecurrentOptions);
		case "convolutional-recurrent":
			return convolutionalRecurrentNetwork(sequence as ConvolutionalRecurrentOptions);
		case "residual":
			return residualNetwork(sequence as ResidualOptions);
		case "hierarchical":
			return hierarchical(hierarchyOf((options as { tree: TreeSpec }).tree, facts));
		case "mlp":
			return mlp(options as MlpOptions);
		case "svm":
			return svm(options as SvmOptions);
		case "lda":
			return linearDiscriminant(options as LinearDiscriminantOptions);
		case "plda":
			return plda(options as PldaOptions);
		case "logistic":
			return logisticRegression(options as LogisticRegressionOptions);
		case "neighbours":
			return nearestNeighbours(options as NearestNeighboursOptions);
		case "forest":
			return randomForest(options as RandomForestOptions);
		case "boosting":
			return gradientBoosting(options as GradientBoostingOptions);
		case "gaussians":
			return gaussianMixture(options as GaussianMixtureOptions);
	}
}

function hierarchyOf(node: TreeSpec, facts: FeatureFacts): Hierarchy {
	return {
		estimator:
			node.choices === undefined
				? createEstimator(node.classifier, facts.shape, facts.names)
				: chooseEstimator(choicesOf(node.choices, facts), { folds: node.choices.folds }),
		groups: node.groups.map((group) => (typeof group === "string" ? group : hierarchyOf(group, facts))),
	};
}

/** Every classifier on every group of features. */
function choicesOf({ classifiers, features }: ChoicesSpec, facts: FeatureFacts): EstimatorChoice[] {
	return classifiers.flatMap((classifier) =>
		features.map((group): EstimatorChoice => {
			const whole = createEstimator(classifier, facts.shape);
			const name = `${classifier.kind} on ${groupWords(group)}`;
			if (group === "all") return { name, estimator: whole };
			const columns = columnsOf(group, facts.names ?? []);
			return { name, estimator: withFeatures(whole, () => columns) };
		}),
	);
}

/** @throws {RangeError} If a beginning is of no feature. */
function columnsOf(beginnings: readonly string[], names: readonly string[]): number[] {
	for (const beginning of beginnings) {
		if (names.some((name) => name.startsWith(beginning))) continue;
		const known = [...new Set(names.map((name) => name.replace(/_[^_]*$/u, "")))].join(", ");
		throw new RangeError(
			`choices.features: "${beginning}" must be how a feature's name begins, and none does. The names begin with ${known}.`,
		);
	}
	return names.flatMap((name, c) => (beginnings.some((beginning) => name.startsWith(beginning)) ? [c] : []));
}

function groupWords(group: "all" | readonly string[]): string {
	return group === "all" ? "all" : group.join("+");
}

/** A tree in a few words: `svm(lda(happy, angry), sad)`. */
function treeWords({ classifier, choices, groups }: TreeSpec): string {
	const by = classifier?.kind ?? choicesWords(choices as ChoicesSpec);
	return `${by}(${groups.map((group) => (typeof group === "string" ? group : treeWords(group))).join(", ")})`;
}

/** `[svm, c 5 or lda; on all or f0+energy; by 3 inner groups]`. */
function choicesWords({ classifiers, features, folds }: ChoicesSpec): string {
	const words = classifiers.map(describeClassifier).join(" or ");
	return `[${words}; on ${features.map(groupWords).join(" or ")}; by ${folds} inner groups]`;
}

/** The classifiers of a recipe in a few words, for tables. */
export function describeBlend({
	classifiers,
	members,
	innerRepeats,
	blend,
	select,
	overSample,
	adaptation,
	embedding,
}: Pick<
	Recipe,
	"classifiers" | "members" | "innerRepeats" | "blend" | "select" | "overSample" | "adaptation" | "embedding"
>): string {
	const shares = blend === "fitted" ? "" : ` ${blend.join(":")}`;
	const words = classifiers.map((spec) => describeClassifier(spec as ClassifierSpec));
	const what = words.length === 1 ? (words[0] as string) : `blend${shares} of (${words.join("; ")})`;
	const chosen = select === undefined ? "" : `, ${select.count} features by ${select.kind}`;
	const repeated = overSample === true ? ", rarer classes repeated" : "";
	const selfTrained =
		adaptation.kind === "self-trained" ? `, self-trained in ${adaptation.shares.length} rounds` : "";
	const second =
		embedding === undefined
			? ""
			: `; and ${100 * embedding.share} % (${embedding.classifiers.map((spec) => describeClassifier(spec as ClassifierSpec)).join("; ")}) on i-vectors of ${embedding.dimensions} from ${embedding.features} (${embedding.components} Gaussians)`;
	return `${members === 1 ? "" : `${members * innerRepeats} × `}${what}${chosen}${repeated}${selfTrained}${second}`;
}

/** A classifier and its settings in a few words, for tables. */
export function describeClassifier({ kind, ...options }: ClassifierSpec): string {
	if (kind === "hierarchical") return `hierarchical ${treeWords((options as { tree: TreeSpec }).tree)}`;
	const show = (value: unknown): string =>
		Array.isArray(value) ? value.join("-") : typeof value === "object" ? JSON.stringify(value) : `${value}`;
	const words = Object.entries(options).map(([name, value]) => `${name} ${show(value)}`);
	return [kind, ...words].join(", ");
}
