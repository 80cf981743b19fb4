import type { Matrix } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import { createFittedModel } from "../create-fitted-model.ts";
import type { FittedModel } from "../estimator.ts";
import { appendScaler, type Scaler, scale } from "../scaler.ts";

/** A model that works on standardised features. */
interface StandardisedParts {
	readonly name: string;
	readonly labels: readonly string[];
	readonly scaler: Scaler;
	readonly summary?: Readonly<Record<string, unknown>>;
	/** Logits of standardised features. */
	readonly logits: (z: Matrix) => Matrix | Promise<Matrix>;
	/** Appends the logits of the standardised features `z` to a graph. */
	readonly append: (graph: GraphBuilder, z: string) => string;
}

/** Puts imputation and standardisation before a model, in TypeScript and in the exported graph alike. */
export function standardisedModel(parts: StandardisedParts): FittedModel {
	const { name, labels, scaler, summary = {}, logits, append } = parts;
	return createFittedModel({
		name,
		labels,
		features: scaler.mean.length,
		summary,
		logits: (x) => logits(scale(x, scaler)),
		append: (graph, features) => append(graph, appendScaler(graph, features, scaler)),
	});
}
