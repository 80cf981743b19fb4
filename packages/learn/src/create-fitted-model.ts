import { type Matrix, zeros } from "@undertone/core";
import { createGraphBuilder, type GraphBuilder, writeOnnx } from "@undertone/onnx";
import type { FittedModel } from "./estimator.ts";
import { softmaxRows } from "./softmax.ts";

/** What is particular to a kind of model. */
export interface ModelParts {
	readonly name: string;
	readonly labels: readonly string[];
	readonly features: number;
	readonly temperature?: number;
	readonly summary?: Readonly<Record<string, unknown>>;
	/** Logits of raw features, shape `[rows, labels]`. */
	readonly logits: (x: Matrix) => Matrix | Promise<Matrix>;
	/** Appends the computation of the logits from raw features to a graph. */
	readonly append: (graph: GraphBuilder, features: string) => string;
}

/** A {@link FittedModel} from its logits: temperature, softmax and export are the same for all. */
export function createFittedModel(parts: ModelParts): FittedModel {
	const { name, labels, features, temperature = 1, summary = {}, logits, append } = parts;
	const checked = async (x: Matrix): Promise<Matrix> => {
		if (x.columns !== features) {
			throw new RangeError(
				`${name}.predict: rows must have ${features} features, got ${x.columns}. ` +
					"Extract them with the feature set the model was fitted on.",
			);
		}
		return x.rows === 0 ? zeros(0, labels.length) : logits(x);
	};
	const appendTo: FittedModel["appendTo"] = (graph, input) => {
		const scores = append(graph, input);
		const cooled = temperature === 1 ? scores : graph.node("Mul", [scores, graph.floats(1 / temperature)]);
		return graph.node("Softmax", [cooled], { axis: 1 });
	};
	return {
		name,
		labels,
		features,
		temperature,
		summary,
		logits: checked,
		predict: async (x) => softmaxRows(await checked(x), temperature),
		withTemperature: (t) => {
			if (!(t > 0 && t < Number.POSITIVE_INFINITY)) {
				throw new RangeError(`withTemperature: the temperature must be positive and finite, got ${t}.`);
			}
			return createFittedModel({ ...parts, temperature: t });
		},
		appendTo,
		appendLogits: append,
		toOnnx: (metadata = {}) => {
			const graph = createGraphBuilder(name);
			const input = graph.input("features", ["N", features]);
			graph.output("probabilities", appendTo(graph, input), ["N", labels.length]);
			return writeOnnx(graph.build(), { metadata });
		},
	};
}
