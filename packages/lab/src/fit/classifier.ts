import { UndertoneError } from "@undertone/core";
import {
	type Estimator,
	type GaussianMixtureOptions,
	type GradientBoostingOptions,
	gaussianMixture,
	gradientBoosting,
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
	randomForest,
	type SvmOptions,
	svm,
} from "@undertone/learn";

/** An estimator as a recipe writes it: its kind and its options. */
export type ClassifierSpec =
	| ({ readonly kind: "mlp" } & MlpOptions)
	| ({ readonly kind: "svm" } & SvmOptions)
	| ({ readonly kind: "lda" } & LinearDiscriminantOptions)
	| ({ readonly kind: "plda" } & PldaOptions)
	| ({ readonly kind: "logistic" } & LogisticRegressionOptions)
	| ({ readonly kind: "neighbours" } & NearestNeighboursOptions)
	| ({ readonly kind: "forest" } & RandomForestOptions)
	| ({ readonly kind: "boosting" } & GradientBoostingOptions)
	| ({ readonly kind: "gaussians" } & GaussianMixtureOptions);

/**
 * The estimator a recipe names.
 *
 * @throws {UndertoneError} `recipe-invalid` if an option is out of range.
 */
export function createEstimator(spec: ClassifierSpec): Estimator {
	try {
		return construct(spec);
	} catch (cause) {
		throw new UndertoneError("recipe-invalid", cause instanceof Error ? cause.message : String(cause), {
			cause,
		});
	}
}

function construct({ kind, ...options }: ClassifierSpec): Estimator {
	switch (kind) {
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

/** A classifier in a few words, for tables. */
export function describeClassifier({ kind, ...options }: ClassifierSpec): string {
	const words = Object.entries(options).map(
		([name, value]) => `${name} ${Array.isArray(value) ? value.join("-") : value}`,
	);
	return [kind, ...words].join(", ");
}
