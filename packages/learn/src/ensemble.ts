import { createFittedModel } from "./create-fitted-model.ts";
import type { FittedModel } from "./estimator.ts";

/** Keeps the logarithm finite. */
const least = 1e-7;

/**
 * The mean of several models' probabilities, as one model and one graph.
 *
 * @param models - With the same labels in the same order and the same features; each keeps its own scaling and
 *   temperature.
 * @param weights - Of the models; equal by default.
 * @throws {RangeError} If there are none, or their labels or features differ.
 */
export function ensemble(models: readonly FittedModel[], weights?: readonly number[]): FittedModel {
	const first = models[0];
	if (first === undefined) throw new RangeError("ensemble: there must be at least one model, got none.");
	for (const { labels, features, name } of models) {
		if (labels.join() !== first.labels.join() || features !== first.features) {
			throw new RangeError(
				`ensemble: all models must have labels ${first.labels.join(", ")} and ${first.features} features, ` +
					`but "${name}" has ${labels.join(", ")} and ${features}.`,
			);
		}
	}
	const total = (weights ?? models.map(() => 1)).reduce((a, b) => a + b, 0);
	const shares = models.map((_, m) => (weights?.[m] ?? 1) / total);
	return createFittedModel({
		name: `mean of ${models.map(({ name }) => name).join(", ")}`,
		labels: first.labels,
		features: first.features,
		summary: { models: models.map(({ name, summary }) => ({ name, ...summary })) },
		logits: async (x) => {
			const predictions = await Promise.all(models.map((model) => model.predict(x)));
			const data = new Float64Array(x.rows * first.labels.length);
			for (const [m, p] of predictions.entries()) {
				for (let i = 0; i < data.length; i++) {
					data[i] = (data[i] as number) + (shares[m] as number) * (p.data[i] as number);
				}
			}
			return { rows: x.rows, columns: first.labels.length, data: data.map((p) => Math.log(p + least)) };
		},
		append: (graph, features) => {
			const parts = models.map((model, m) =>
				graph.node("Mul", [model.appendTo(graph, features), graph.floats(shares[m] as number)]),
			);
			return graph.node("Log", [graph.node("Add", [graph.node("Sum", parts), graph.floats(least)])]);
		},
	});
}
