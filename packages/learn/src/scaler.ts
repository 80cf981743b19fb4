import type { Matrix } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";

/** Standardises features: undefined ones become the mean, then (x − mean) / deviation. */
export interface Scaler {
	/** Mean of every feature over the samples where it is defined; 0 where it never is. */
	readonly mean: Float64Array;
	/** Standard deviation (divisor n) of every feature; 1 for a constant one. */
	readonly deviation: Float64Array;
}

/**
 * Mean and deviation of every column, NaN left out.
 *
 * @param weights - Of the rows; all 1 by default.
 */
export function fitScaler(x: Matrix, weights?: ArrayLike<number>): Scaler {
	const { rows, columns, data } = x;
	const mean = new Float64Array(columns);
	const deviation = new Float64Array(columns);
	for (let c = 0; c < columns; c++) {
		let total = 0;
		let sum = 0;
		for (let r = 0; r < rows; r++) {
			const value = data[r * columns + c] as number;
			if (Number.isNaN(value)) continue;
			const weight = weights?.[r] ?? 1;
			total += weight;
			sum += weight * value;
		}
		const center = total > 0 ? sum / total : 0;
		let squares = 0;
		for (let r = 0; r < rows; r++) {
			const value = data[r * columns + c] as number;
			if (!Number.isNaN(value)) squares += (weights?.[r] ?? 1) * (value - center) ** 2;
		}
		mean[c] = center;
		const spread = total > 0 ? Math.sqrt(squares / total) : 0;
		// A column that varies by rounding only would be blown up to noise.
		deviation[c] = spread > 1e-7 * Math.max(Math.abs(center), 1e-20) ? spread : 1;
	}
	return { mean, deviation };
}

/** The standardised matrix; in single precision, as the exported graph computes it. */
export function scale(x: Matrix, { mean, deviation }: Scaler): Matrix & { readonly data: Float32Array } {
	const { rows, columns } = x;
	const data = new Float32Array(rows * columns);
	const inverse = deviation.map((d) => 1 / d);
	for (let i = 0; i < data.length; i++) {
		const c = i % columns;
		const value = x.data[i] as number;
		data[i] = Number.isNaN(value) ? 0 : (value - (mean[c] as number)) * (inverse[c] as number);
	}
	return { rows, columns, data };
}

/** Appends imputation and standardisation to a graph; takes and returns float32 `[N, features]`. */
export function appendScaler(graph: GraphBuilder, features: string, { mean, deviation }: Scaler): string {
	const center = graph.floats(mean);
	const undefinedOnes = graph.node("IsNaN", [features]);
	const imputed = graph.node("Where", [undefinedOnes, center, features]);
	const centered = graph.node("Sub", [imputed, center]);
	return graph.node("Mul", [centered, graph.floats(deviation.map((d) => 1 / d))]);
}
