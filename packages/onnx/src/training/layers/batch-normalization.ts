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
	const variance = average(op("Mul", centered, centered));
	const deviation = small("Sqrt", small("Add", variance, network.constant(epsilon)));
	const normal = op("Div", centered, deviation);
	const y = op("Add", op("Mul", normal, asColumn(scale)), asColumn(shift));

	const towards = (running: Value, batch: Value, factor: number): void => {
		const kept = network.op("Mul", [running, network.constant(momentum)], [channels]);
		const taken = network.op("Mul", [asVector(batch), network.constant((1 - momentum) * factor)], [channels]);
		network.updateRunning(running, network.op("Add", [kept, taken], [channels]));
	};
	towards(runningMean, mean, 1);
	towards(runningVariance, variance, count / Math.max(count - 1, 1));

	const sum = (g: Value): Value => network.op("ReduceSum", [g, axes], [channels], { keepdims: 0 });
	return network.derive(y, [
		{
			value: x,
			// scale / deviation · (g − mean(g) − normal · mean(g · normal)).
			gradient: (g) => {
				const along = op("Mul", normal, average(op("Mul", g, normal)));
				const rest = op("Sub", op("Sub", g, average(g)), along);
				return op("Mul", rest, small("Div", asColumn(scale), deviation));
			},
		},
		{ value: scale, gradient: (g) => sum(op("Mul", g, normal)) },
		{ value: shift, gradient: sum },
	]);
}
