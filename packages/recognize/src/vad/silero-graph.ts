import { UndertoneError } from "@undertone/core";
import { createGraphBuilder, type GraphBuilder, type OnnxGraph, readOnnx, writeOnnx } from "@undertone/onnx";

/** Samples that a frame adds (32 ms at 16 kHz), and those of the frame before that it sees too. */
export const vadFrameLength = 512;
export const vadContextLength = 64;

/**
 * Silero's voice activity network rewritten to take many frames at once.
 *
 * The packaged file takes one frame a run and decides on every run which of two networks and which shapes it
 * needs. Here the weights of its 16 kHz network stand in a graph without branches: short-time spectrum and
 * convolutions are matrix products over all frames, and one LSTM runs along them. The numbers are the same,
 * several times faster.
 *
 * Inputs `frames` `[N, 576]` (64 samples of context, 512 new), `hidden` and `cell` `[1, 1, 128]`;
 * outputs `speech` `[N]` (probabilities), `nextHidden`, `nextCell`.
 *
 * The window and the sines of the spectrum are computed when the graph is opened instead of being stored, and
 * weights are stored in 16 bits (two int8 tensors with a scale for each output), which makes the file a fifth.
 *
 * @param packaged - Silero VAD version 5 or 6 as an `.onnx` file.
 * @throws {UndertoneError} `model-damaged` if it is another file.
 * @see https://github.com/snakers4/silero-vad (MIT)
 */
export function sileroGraph(packaged: Uint8Array): Uint8Array<ArrayBuffer> {
	const weights = readWeights(packaged);
	const graph = createGraphBuilder("silero");
	const frames = graph.input("frames", ["N", vadContextLength + vadFrameLength]);
	const hidden = graph.input("hidden", [1, 1, 128]);
	const cell = graph.input("cell", [1, 1, 128]);
	const slice = (value: string, axis: number, start: number, end: number, step = 1): string =>
		graph.node("Slice", [
			value,
			graph.ints([start]),
			graph.ints([end]),
			graph.ints([axis]),
			graph.ints([step]),
		]);
	const concat = (values: string[], axis: number): string => graph.node("Concat", values, { axis });
	const reshape = (value: string, ...shape: number[]): string =>
		graph.node("Reshape", [value, graph.ints(shape)]);
	const dense = (value: string, weight: string, bias: Float32Array): string =>
		graph.node("Add", [graph.node("MatMul", [value, weight]), graph.floats(bias)]);
	const stored = (weight: Float32Array, rows: number, outputs: "rows" | "columns"): string => {
		const columns = weight.length / rows;
		const axis = outputs === "rows" ? 0 : 1;
		const { high, low, scale, lowScale } = sixteenBits(weight, rows, axis);
		const part = (data: Int8Array, scales: Float32Array): string =>
			graph.node(
				"DequantizeLinear",
				[graph.constant({ type: "int8", dims: [rows, columns], data }), graph.floats(scales)],
				{ axis },
			);
		return graph.node("Add", [part(high, scale), part(low, lowScale)]);
	};
	const relu = (value: string): string => graph.node("Relu", [value]);

	// 64 samples mirrored at the end, then four windows of 256, 128 apart.
	const mirrored = slice(frames, 1, -2, -2 - vadContextLength, -1);
	const hops = reshape(concat([frames, mirrored], 1), -1, 5, 128);
	const windows = concat([slice(hops, 1, 0, 4), slice(hops, 1, 1, 5)], 2);
	const spectrum = graph.node("MatMul", [windows, fourierBasis(graph)]);
	const square = (value: string): string => graph.node("Mul", [value, value]);
	const power = graph.node("Add", [square(slice(spectrum, 2, 0, 129)), square(slice(spectrum, 2, 129, 258))]);
	const magnitude = graph.node("Sqrt", [power]);

	// Convolutions of width 3, padded by one: taps side by side, then one product. Strides 1, 2, 2, 1.
	const padded = (value: string): string =>
		graph.node("Pad", [value, graph.ints([0, 1, 0, 0, 1, 0]), graph.floats(0)]);
	const first = padded(magnitude);
	const taps4 = concat([slice(first, 1, 0, 4), slice(first, 1, 1, 5), slice(first, 1, 2, 6)], 2);
	const hidden0 = padded(
		relu(dense(taps4, stored(taps(weights.conv0, 128, 129), 387, "columns"), weights.bias0)),
	);
	const taps2 = concat(
		[slice(hidden0, 1, 0, 3, 2), slice(hidden0, 1, 1, 4, 2), slice(hidden0, 1, 2, 5, 2)],
		2,
	);
	const hidden1 = relu(dense(taps2, stored(taps(weights.conv1, 64, 128), 384, "columns"), weights.bias1));
	// Of a single frame only the taps that do not fall on padding are left: two of three, then one.
	const lastTwo = taps(weights.conv2, 64, 64).subarray(64 * 64);
	const hidden2 = relu(dense(reshape(hidden1, -1, 128), stored(lastTwo, 128, "columns"), weights.bias2));
	const middle = taps(weights.conv3, 128, 64).subarray(64 * 128, 2 * 64 * 128);
	const encoded = relu(dense(hidden2, stored(middle, 64, "columns"), weights.bias3));

	const [along, nextHidden, nextCell] = graph.nodes(
		"LSTM",
		[
			reshape(encoded, -1, 1, 128),
			reshape(stored(gates(weights.inputWeight, 128), 512, "rows"), 1, 512, 128),
			reshape(stored(gates(weights.hiddenWeight, 128), 512, "rows"), 1, 512, 128),
			graph.floats([...gates(weights.inputBias, 1), ...gates(weights.hiddenBias, 1)], [1, 1024]),
			"",
			hidden,
			cell,
		],
		{ hidden_size: 128 },
		{ outputs: 3 },
	) as [string, string, string];
	const decoded = dense(relu(reshape(along, -1, 128)), graph.floats(weights.out, [128, 1]), weights.outBias);
	graph.output("speech", reshape(graph.node("Sigmoid", [decoded]), -1), ["N"]);
	graph.output("nextHidden", nextHidden, [1, 1, 128]);
	graph.output("nextCell", nextCell, [1, 1, 128]);
	return writeOnnx(graph.build(), {
		metadata: { source: "Silero VAD, https://github.com/snakers4/silero-vad, MIT licence" },
	});
}

const names = {
	conv0: ["encoder.0.reparam_conv.weight", 128 * 129 * 3],
	bias0: ["encoder.0.reparam_conv.bias", 128],
	conv1: ["encoder.1.reparam_conv.weight", 64 * 128 * 3],
	bias1: ["encoder.1.reparam_conv.bias", 64],
	conv2: ["encoder.2.reparam_conv.weight", 64 * 64 * 3],
	bias2: ["encoder.2.reparam_conv.bias", 64],
	conv3: ["encoder.3.reparam_conv.weight", 128 * 64 * 3],
	bias3: ["encoder.3.reparam_conv.bias", 128],
	inputWeight: ["decoder.rnn.weight_ih", 512 * 128],
	hiddenWeight: ["decoder.rnn.weight_hh", 512 * 128],
	inputBias: ["decoder.rnn.bias_ih", 512],
	hiddenBias: ["decoder.rnn.bias_hh", 512],
	out: ["decoder.decoder.2.weight", 128],
	outBias: ["decoder.decoder.2.bias", 1],
} as const;

/** The weights of the network for 16 kHz: constants of the branch taken when the rate is 16,000. */
function readWeights(packaged: Uint8Array): Record<keyof typeof names, Float32Array> {
	const bytes = new Uint8Array(packaged.buffer, packaged.byteOffset, packaged.byteLength);
	const constants = new Map<string, Float32Array>();
	for (const node of branch(readOnnx(bytes).graph)) {
		const value = node.attributes.value;
		if (node.op !== "Constant" || value === undefined || !("tensor" in value)) continue;
		if (value.tensor.data instanceof Float32Array) {
			constants.set((node.outputs[0] as string).split("__").at(-1) as string, value.tensor.data);
		}
	}
	const entries = Object.entries(names).map(([key, [name, length]]) => {
		const data = constants.get(name);
		if (data?.length === length) return [key, data] as const;
		throw new UndertoneError(
			"model-damaged",
			`The voice activity model must hold "${name}" with ${length} numbers, got ${data?.length ?? "none"}. ` +
				"Use silero_vad_v6.onnx of the npm package @ricky0123/vad-web.",
		);
	});
	return Object.fromEntries(entries) as Record<keyof typeof names, Float32Array>;
}

function branch(graph: OnnxGraph): OnnxGraph["nodes"] {
	const condition = graph.nodes.find((node) => node.op === "If")?.attributes.then_branch;
	return condition !== undefined && "graph" in condition ? condition.graph.nodes : [];
}

/** The Fourier transform of a Hann window of 256: `[256, 258]`, cosines then negative sines of 129 bins. */
function fourierBasis(graph: GraphBuilder): string {
	const range = (count: number, dims: readonly number[]): string =>
		graph.floats(
			Float32Array.from({ length: count }, (_, i) => i),
			dims,
		);
	const time = range(256, [256, 1]);
	const turn = graph.floats((2 * Math.PI) / 256);
	// The product n k is taken modulo 256 before it becomes an angle, so that single precision is enough.
	const steps = graph.node("Mod", [graph.node("Mul", [time, range(129, [1, 129])]), graph.floats(256)], {
		fmod: 1,
	});
	const angle = graph.node("Mul", [steps, turn]);
	const half = graph.floats(0.5);
	const swing = graph.node("Mul", [graph.node("Cos", [graph.node("Mul", [time, turn])]), half]);
	const window = graph.node("Sub", [half, swing]);
	const both = graph.node(
		"Concat",
		[graph.node("Cos", [angle]), graph.node("Neg", [graph.node("Sin", [angle])])],
		{
			axis: 1,
		},
	);
	return graph.node("Mul", [both, window]);
}

/** Numbers as high · scale + low · lowScale with a scale for each row (axis 0) or column (axis 1). */
function sixteenBits(
	weight: Float32Array,
	rows: number,
	axis: 0 | 1,
): { high: Int8Array; low: Int8Array; scale: Float32Array; lowScale: Float32Array } {
	const columns = weight.length / rows;
	const group = (i: number): number => (axis === 0 ? Math.floor(i / columns) : i % columns);
	const most = new Float32Array(axis === 0 ? rows : columns);
	for (let i = 0; i < weight.length; i++) {
		most[group(i)] = Math.max(most[group(i)] as number, Math.abs(weight[i] as number));
	}
	const scale = most.map((value) => Math.max(value, 1e-20) / 127);
	const lowScale = scale.map((value) => value / 254);
	const high = Int8Array.from(weight, (value, i) => Math.round(value / (scale[group(i)] as number)));
	const low = Int8Array.from(weight, (value, i) => {
		const rest = value - (high[i] as number) * (scale[group(i)] as number);
		return Math.max(-127, Math.min(127, Math.round(rest / (lowScale[group(i)] as number))));
	});
	return { high, low, scale, lowScale };
}

/** A convolution's `[outputs, inputs, 3]` as the matrix `[3 · inputs, outputs]`, tap after tap. */
function taps(weight: Float32Array, outputs: number, inputs: number): Float32Array {
	return Float32Array.from(weight, (_, i) => {
		const output = i % outputs;
		const row = Math.floor(i / outputs);
		return weight[(output * inputs + (row % inputs)) * 3 + Math.floor(row / inputs)] as number;
	});
}

/** PyTorch's gates input, forget, cell, output in ONNX's order input, output, forget, cell. */
function gates(values: Float32Array, width: number): Float32Array {
	const gate = (index: number): Float32Array =>
		values.subarray(index * 128 * width, (index + 1) * 128 * width);
	const ordered = new Float32Array(values.length);
	for (const [i, index] of [0, 3, 1, 2].entries()) ordered.set(gate(index), i * 128 * width);
	return ordered;
}
