import type { Matrix } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";

/** Scores x W + b. */
export interface LinearMap {
	readonly inputs: number;
	readonly outputs: number;
	/** Shape `[inputs, outputs]`, row-major. */
	readonly weights: Float64Array;
	readonly bias: Float64Array;
}

/** x W + b for every row. */
export function linearScores(x: Matrix, { inputs, outputs, weights, bias }: LinearMap): Matrix {
	const data = new Float64Array(x.rows * outputs);
	for (let r = 0; r < x.rows; r++) {
		const at = r * outputs;
		data.set(bias, at);
		for (let i = 0; i < inputs; i++) {
			const value = x.data[r * inputs + i] as number;
			if (value === 0) continue;
			for (let o = 0; o < outputs; o++) {
				data[at + o] = (data[at + o] as number) + value * (weights[i * outputs + o] as number);
			}
		}
	}
	return { rows: x.rows, columns: outputs, data };
}

/** Appends x W + b in double precision, since the weights of a classical model may nearly cancel. */
export function appendLinearScores(graph: GraphBuilder, x: string, map: LinearMap): string {
	return toFloat(graph, appendLinear(graph, toDouble(graph, x), map));
}

/** As {@link appendLinearScores} from double to double. */
export function appendLinear(graph: GraphBuilder, x: string, map: LinearMap): string {
	return graph.node("Gemm", [
		x,
		doubles(graph, map.weights, [map.inputs, map.outputs]),
		doubles(graph, map.bias),
	]);
}

/** A float64 constant. */
export function doubles(
	graph: GraphBuilder,
	data: Float64Array,
	dims: readonly number[] = [data.length],
): string {
	return graph.constant({ type: "float64", dims, data });
}

/** Casts to double precision (11 is ONNX's number of it). */
export function toDouble(graph: GraphBuilder, x: string): string {
	return graph.node("Cast", [x], { to: 11 });
}

/** Casts to single precision. */
export function toFloat(graph: GraphBuilder, x: string): string {
	return graph.node("Cast", [x], { to: 1 });
}
