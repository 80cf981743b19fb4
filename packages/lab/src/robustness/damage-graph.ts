import type { Random } from "@undertone/core";
import { type Initializer, type OnnxGraph, type OnnxTensor, quantize } from "@undertone/onnx";

/** One way to harm a network's weights. */
export type Damage =
	/** This share of all weights becomes 0, each drawn by itself. */
	| { readonly kind: "weights"; readonly share: number }
	/** This share of the units of every hidden layer falls silent. */
	| { readonly kind: "units"; readonly share: number }
	/** Weights as whole numbers of so many bits, one step for every unit. */
	| { readonly kind: "bits"; readonly bits: number };

/** A dense layer: its weights, shape `[inputs, units]`, and biases. */
interface Layer {
	readonly weights: string;
	readonly bias: string | undefined;
}

/**
 * A graph with harmed weights; the file it came from stays as it is.
 *
 * Harmed are the weights of dense layers (`Gemm`, `MatMul`); a hidden layer is one whose units are not the classes.
 *
 * @param classes - Number of classes.
 */
export function damageGraph(graph: OnnxGraph, damage: Damage, classes: number, random: Random): OnnxGraph {
	const layers = denseLayers(graph);
	const changed = new Map<string, OnnxTensor>();
	const tensors = new Map(graph.initializers.map(({ name, tensor }) => [name, tensor]));
	for (const { weights, bias } of layers) {
		const tensor = tensors.get(weights) as OnnxTensor;
		const [, units = 0] = tensor.dims;
		if (damage.kind === "units") {
			if (units === classes) continue;
			const silent = drawnUnits(units, damage.share, random);
			changed.set(
				weights,
				mapTensor(tensor, (w, at) => (silent.has(at % units) ? 0 : w)),
			);
			const own = bias === undefined ? undefined : tensors.get(bias);
			if (bias !== undefined && own !== undefined) {
				changed.set(
					bias,
					mapTensor(own, (b, at) => (silent.has(at) ? 0 : b)),
				);
			}
		} else if (damage.kind === "weights") {
			changed.set(
				weights,
				mapTensor(tensor, (w) => (random.next() < damage.share ? 0 : w)),
			);
		} else changed.set(weights, rounded(tensor, units, damage.bits));
	}
	return {
		...graph,
		initializers: graph.initializers.map(
			({ name, tensor }): Initializer => ({ name, tensor: changed.get(name) ?? tensor }),
		),
	};
}

/** Units of the hidden layers; empty for a model without any. */
export function hiddenUnits(graph: OnnxGraph, classes: number): number[] {
	const tensors = new Map(graph.initializers.map(({ name, tensor }) => [name, tensor]));
	return denseLayers(graph)
		.map(({ weights }) => tensors.get(weights)?.dims[1] ?? 0)
		.filter((units) => units !== classes);
}

function denseLayers({ nodes, initializers }: OnnxGraph): Layer[] {
	const matrices = new Set(
		initializers.filter(({ tensor }) => tensor.dims.length === 2 && isReal(tensor)).map(({ name }) => name),
	);
	return nodes.flatMap(({ op, inputs: [, weights = "", bias], attributes }) => {
		const isTurned = "transB" in attributes;
		return (op === "Gemm" || op === "MatMul") && matrices.has(weights) && !isTurned
			? [{ weights, bias }]
			: [];
	});
}

function isReal({ type }: OnnxTensor): boolean {
	return type === "float32" || type === "float64";
}

function drawnUnits(units: number, share: number, random: Random): Set<number> {
	return new Set(
		random.shuffle(Array.from({ length: units }, (_, u) => u)).slice(0, Math.round(share * units)),
	);
}

function rounded(tensor: OnnxTensor, units: number, bits: number): OnnxTensor {
	const { values, steps } = quantize(tensor.data as Float64Array, tensor.dims, 1, 2 ** (bits - 1) - 1);
	return mapTensor(tensor, (_, at) => (values[at] as number) * (steps[at % units] as number));
}

function mapTensor(tensor: OnnxTensor, change: (value: number, at: number) => number): OnnxTensor {
	return { ...tensor, data: (tensor.data as Float64Array).map(change) };
}
