import type { Matrix } from "@undertone/core";
import { createFittedModel } from "../create-fitted-model.ts";
import { checkDataset, type Dataset } from "../dataset.ts";
import type { Estimator, FittedModel } from "../estimator.ts";

/** Chooses features from a training part: column indices, best first. */
export type FeatureSelector = (data: Dataset, seed: number) => readonly number[] | Promise<readonly number[]>;

/**
 * An estimator that first chooses features, inside the training part, and then sees only these.
 *
 * Its models still take all features; the choice is part of the exported graph.
 */
export function withFeatures(estimator: Estimator, select: FeatureSelector): Estimator {
	return {
		name: estimator.name,
		fit: async (data, options) => {
			checkDataset(data, estimator.name);
			const columns = [...(await select(data, options.seed))].sort((a, b) => a - b);
			const part = { ...data, x: takeColumns(data.x, columns) };
			const { validation } = options;
			const model = await estimator.fit(part, {
				...options,
				...(validation === undefined
					? {}
					: { validation: { ...validation, x: takeColumns(validation.x, columns) } }),
			});
			return onColumns(model, columns, data.x.columns);
		},
	};
}

/** A model of some columns as a model of all. */
function onColumns(model: FittedModel, columns: readonly number[], features: number): FittedModel {
	return createFittedModel({
		name: model.name,
		labels: model.labels,
		features,
		summary: { ...model.summary, columns },
		temperature: model.temperature,
		logits: (x) => model.logits(takeColumns(x, columns)),
		append: (graph, input) =>
			model.appendLogits(graph, graph.node("Gather", [input, graph.ints(columns)], { axis: 1 })),
	});
}

/**
 * The columns of a matrix with the given indices, in their order.
 *
 * @throws {RangeError} If there are none, or one is out of range.
 */
export function takeColumns(x: Matrix, columns: readonly number[]): Matrix & { readonly data: Float32Array } {
	if (columns.length === 0 || columns.some((c) => !(c >= 0 && c < x.columns))) {
		throw new RangeError(
			`takeColumns: there must be at least one column in [0, ${x.columns}), got [${columns.join(", ")}].`,
		);
	}
	const data = new Float32Array(x.rows * columns.length);
	for (let r = 0; r < x.rows; r++) {
		for (const [k, c] of columns.entries())
			data[r * columns.length + k] = x.data[r * x.columns + c] as number;
	}
	return { rows: x.rows, columns: columns.length, data };
}
