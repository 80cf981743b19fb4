import { filled, glorotUniform } from "../initial.ts";
import type { Initial, Network, Value } from "../network.ts";

/**
 * A fully connected layer: y = x W + b.
 *
 * @param x - Shape `[batch, n]`.
 * @param units - Outputs.
 * @returns Shape `[batch, units]`.
 */
export function dense(
	network: Network,
	x: Value,
	units: number,
	{ initial }: { readonly initial?: Initial } = {},
): Value {
	const [batch = -1, n = 0] = x.shape;
	const w = network.parameter([n, units], initial ?? glorotUniform(n, units));
	const b = network.parameter([units], filled(0), { decays: false });
	const y = network.op("Gemm", [x, w, b], [batch, units]);
	return network.derive(y, [
		{ value: x, gradient: (g) => network.op("Gemm", [g, w], x.shape, { transB: 1 }) },
		{ value: w, gradient: (g) => network.op("Gemm", [x, g], w.shape, { transA: 1 }) },
		{
			value: b,
			gradient: (g) => network.op("ReduceSum", [g, network.builder.ints([0])], b.shape, { keepdims: 0 }),
		},
	]);
}
