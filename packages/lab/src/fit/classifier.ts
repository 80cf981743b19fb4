import { UndertoneError } from "@undertone/core";
import { type Estimator, type MlpOptions, mlp, type SvmOptions, svm } from "@undertone/learn";

/** An estimator as a recipe writes it: its kind and its options. */
export type ClassifierSpec =
	| ({ readonly kind: "mlp" } & MlpOptions)
	| ({ readonly kind: "svm" } & SvmOptions);

/**
 * The estimator a recipe names.
 *
 * @throws {UndertoneError} `recipe-invalid` if an option is out of range.
 */
export function createEstimator(spec: ClassifierSpec): Estimator {
	try {
		const { kind, ...options } = spec;
		return kind === "mlp" ? mlp(options as MlpOptions) : svm(options as SvmOptions);
	} catch (cause) {
		throw new UndertoneError("recipe-invalid", cause instanceof Error ? cause.message : String(cause), {
			cause,
		});
	}
}

/** A classifier in a few words, for tables. */
export function describeClassifier({ kind, ...options }: ClassifierSpec): string {
	const words = Object.entries(options).map(
		([name, value]) => `${name} ${Array.isArray(value) ? value.join("-") : value}`,
	);
	return [kind, ...words].join(", ");
}
