import { filled } from "../initial.ts";
import { type Network, sizeOf, type Value } from "../network.ts";

/**
 * Batch normalisation of channels: (x − mean) / √(variance + ε) · scale + shift.
 *
 * While training, mean and variance are the batch's (divisor n), and running ones move towards them (the
 * variance's with divisor n − 1); otherwise the running ones are used.
 *
 * @param x - Shape `[batch, channels]` or `[batch, channels, height, width]`.
 * @param options.momentum - Share of the running statistics kept at each step.
 * @see Ioffe & Szegedy (2015), arXiv:1502.03167
 */
export function batchNormalization(
	network: Network,
	x: Value,
	{ momentum = 0.9, epsilon = 1e-5 }: { readonly momentum?: number; readonly epsilon?: number } = {},
): Value {
	const channels = x.shape[1] as number;
	const scale = network.parameter([channels], filled(1), { decays: false });
	const shift = network.parameter([channels], filled(0), { decays: false });
	const runningMean = network.running([channels], 0);
	const runningVariance = network.running([channels], 1);
	if (!network.training) {
		return network.op("BatchNormalization", [x, scale, shift, runningMean, runningVariance], x.shape, {
			epsilon,
		});
	}
	const reduced = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
	const axes = network.builder.ints(reduced);
	const column = x.shape.map((dimension, axis) => (axis === 1 ? dimension : 1));
	const count = sizeOf(x.shape) / channels;
	const op = (name: string, ...inputs: Value[]): Value => network.op(name, inputs, x.shape);
	const small = (name: string, ...inputs: Value[]): Value => network.op(name, inputs, column);
	const average = (value: Value): Value => network.op("ReduceMean", [value, axes], column);
	const asColumn = (value: Value): Value =>
		network.op("Reshape", [value, network.builder.ints(column)], column);
	const asVector = (value: Value): Value =>
		network.op("Reshape", [value, network.builder.ints([channels])], [channels]);

	const mean = average(x);
	const centered = op("Sub", x, mean);
	const squares = network.op("ReduceSumSquare", [centered, axes], column);
	const variance = small("Mul", squares, network.constant(1 / count));
	const deviation = small("Sqrt", small("Add", variance, network.constant(epsilon)));
	const factor = small("Div", asColumn(scale), deviation);
	const y = op("Add", op("Mul", centered, factor), asColumn(shift));

	const towards = (running: Value, batch: Value, unbias: number): void => {
		const kept = network.op("Mul", [running, network.constant(momentum)], [channels]);
		const taken = network.op("Mul", [asVector(batch), network.constant((1 - momentum) * unbias)], [channels]);
		network.updateRunning(running, network.op("Add", [kept, taken], [channels]));
	};
	towards(runningMean, mean, 1);
	towards(runningVariance, variance, count / Math.max(count - 1, 1));

	const sum = (g: Value): Value => network.op("ReduceSum", [g, axes], column);
	const averaged = (value: Value): Value => small("Mul", value, network.constant(1 / count));
	// Both are needed twice; onnxruntime computes them once.
	const alongCentered = (g: Value): Value => sum(op("Mul", g, centered));
	return network.derive(y, [
		{
			value: x,
			// scale / deviation · (g − mean(g) − centered · mean(g · centered) / deviation²).
			gradient: (g) => {
				const slope = small("Div", averaged(alongCentered(g)), small("Mul", deviation, deviation));
				const rest = op("Sub", op("Sub", g, averaged(sum(g))), op("Mul", centered, slope));
				return op("Mul", rest, factor);
			},
		},
		{ value: scale, gradient: (g) => asVector(small("Div", alongCentered(g), deviation)) },
		{ value: shift, gradient: (g) => asVector(sum(g)) },
	]);
}
