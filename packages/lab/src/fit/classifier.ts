import { UndertoneError } from "@undertone/core";
import { type Estimator, type MlpOptions, mlp } from "@undertone/learn";

/** An estimator as a recipe writes it: its kind and its options. */
export type ClassifierSpec = { readonly kind: "mlp" } & MlpOptions;

const makers: {
	readonly [K in ClassifierSpec["kind"]]: (spec: Extract<ClassifierSpec, { kind: K }>) => Estimator;
} = {
	mlp: ({ kind: _, ...options }) => mlp(options),
};

/**
 * The estimator a recipe names.
 *
 * @throws {UndertoneError} `recipe-invalid` if there is no such kind or an option is out of range.
 */
export function createEstimator(spec: ClassifierSpec): Estimator {
	const make = makers[spec.kind];
	if (make === undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`A recipe's classifier must be of a kind among ${Object.keys(makers).join(", ")}, got "${String(spec.kind)}".`,
		);
	}
	try {
		return make(spec);
	} catch (cause) {
		throw new UndertoneError("recipe-invalid", cause instanceof Error ? cause.message : String(cause), {
			cause,
		});
	}
}
