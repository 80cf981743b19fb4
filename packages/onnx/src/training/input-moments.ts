import { createGraphBuilder } from "../graph-builder.ts";
import { inputsOf, type NetworkDefinition, writeNetwork } from "./compile.ts";
import { createNetwork } from "./create-network.ts";
import { type Network, sizeOf, type Value } from "./network.ts";

/** A graph that says what kernels see. */
export interface InputMomentsGraph {
	/**
	 * Inputs as of `compileEvaluation`. Outputs: for every kernel `moments/<index>`, shape `[n, n]`, of which n =
	 * channels × kernel height × kernel width, in the order of the kernel's numbers: the sum of x xᵀ over all patches x
	 * of the batch that the kernel is laid on (their Gram matrix; second moments that are not divided by their number).
	 */
	readonly bytes: Uint8Array;
	/** Indices among the network's parameters, in the order in which the layers were declared. */
	readonly kernels: readonly number[];
}

/**
 * Compiles the second moments of what a network's convolution kernels see; those of single channels are left out.
 *
 * @param wanted - Says by how many numbers a kernel has whether it is asked about.
 */
export function compileInputMoments(
	definition: NetworkDefinition,
	wanted: (size: number) => boolean,
): InputMomentsGraph {
	const builder = createGraphBuilder("inputMoments");
	const network = createNetwork(builder, { training: false });
	const kernels: number[] = [];
	const watched: Network = {
		...network,
		op: (op, inputs, shape, attributes = {}) => {
			const [x, w] = inputs as readonly [Value, Value];
			const index = network.parameters.findIndex(({ value }) => value === w);
			if (op === "Conv" && attributes.group === 1 && index >= 0 && wanted(sizeOf(w.shape))) {
				const moments = patchMoments(network, x, {
					kernel: attributes.kernel_shape as readonly [number, number],
					stride: attributes.strides as readonly [number, number],
					pads: attributes.pads as readonly number[],
					output: shape.slice(2),
				});
				builder.output(`moments/${index}`, moments.name, moments.shape);
				kernels.push(index);
			}
			return network.op(op, inputs, shape, attributes);
		},
	};
	definition.layers(watched, inputsOf(builder, definition, -1));
	return { bytes: writeNetwork(builder, network.prologue()), kernels };
}

/** How a convolution looks at its input. */
interface Look {
	readonly kernel: readonly [number, number];
	readonly stride: readonly [number, number];
	readonly pads: readonly number[];
	/** Height and width of what it gives. */
	readonly output: readonly number[];
}

/** Σ x xᵀ over the patches of a convolution's input. */
function patchMoments(network: Network, x: Value, { kernel, stride, pads, output }: Look): Value {
	const { ints } = network.builder;
	const [, channels = 0] = x.shape;
	const [kh, kw] = kernel;
	const [height = 0, width = 0] = output;
	const padded = network.op("Pad", [x, ints([0, 0, ...pads.slice(0, 2), 0, 0, ...pads.slice(2)])], []);
	const places = Array.from({ length: kh * kw }, (_, place) => {
		const from = [Math.floor(place / kw), place % kw] as const;
		const to = [from[0] + (height - 1) * stride[0] + 1, from[1] + (width - 1) * stride[1] + 1];
		const seen = network.op("Slice", [padded, ints(from), ints(to), ints([2, 3]), ints(stride)], []);
		return network.op("Unsqueeze", [seen, ints([2])], []);
	});
	const n = channels * kh * kw;
	const together = network.op("Concat", places, [], { axis: 2 });
	const rows = network.op("Transpose", [together], [], { perm: [1, 2, 0, 3, 4] });
	const patches = network.op("Reshape", [rows, ints([n, -1])], []);
	const turned = network.op("Transpose", [patches], [], { perm: [1, 0] });
	return network.op("MatMul", [patches, turned], [n, n]);
}
