import { UndertoneError } from "@undertone/core";
import { type Attributes, createGraphBuilder, type GraphBuilder, writeOnnx } from "@undertone/onnx";
import { readTflite, type TfliteGraph, type TfliteOperator } from "./read-tflite.ts";

/**
 * Rewrites a TensorFlow Lite model as ONNX, so that one runtime serves every model of this project.
 *
 * Tensors keep TensorFlow's layout (batch, rows, columns, channels): convolutions and pools stand between two
 * transpositions, which onnxruntime removes again where they meet.
 *
 * @returns An `.onnx` file with inputs and outputs named `input0` …, `output0` … in the model's order.
 * @throws {UndertoneError} `model-damaged` if the file cannot be read or holds an operator this does not know.
 */
export function tfliteToOnnx(bytes: Uint8Array): Uint8Array {
	const graph = readTflite(bytes);
	const builder = createGraphBuilder("tflite");
	const values = new Map<number, string>();
	for (const [i, tensor] of graph.inputs.entries()) {
		values.set(tensor, builder.input(`input${i}`, shapeOf(graph, tensor)));
	}
	const context: Context = { graph, builder, values };
	for (const operator of graph.operators) convert(context, operator);
	for (const [i, tensor] of graph.outputs.entries()) {
		builder.output(`output${i}`, value(context, tensor), shapeOf(graph, tensor));
	}
	return writeOnnx(builder.build());
}

interface Context {
	readonly graph: TfliteGraph;
	readonly builder: GraphBuilder;
	/** Names of what has been computed, by tensor index. */
	readonly values: Map<number, string>;
}

type Converter = (context: Context, operator: TfliteOperator) => string;

const binary =
	(op: string): Converter =>
	(context, operator) =>
		activate(
			context,
			context.builder.node(op, [input(context, operator, 0), input(context, operator, 1)]),
			operator.options?.uint8(0) ?? 0,
		);

const unary =
	(op: string): Converter =>
	(context, operator) =>
		context.builder.node(op, [input(context, operator, 0)]);

const reduce =
	(op: string): Converter =>
	({ graph, builder, values }, operator) => {
		const axes = integers({ graph, builder, values }, operator, 1);
		const attributes = { keepdims: operator.options?.uint8(0) ?? 0 };
		return builder.node(op, [input({ graph, builder, values }, operator, 0), builder.ints(axes)], attributes);
	};

/** By number in TensorFlow Lite's `BuiltinOperator`. */
const converters: Readonly<Record<number, Converter>> = {
	0: binary("Add"),
	2: (context, operator) =>
		context.builder.node(
			"Concat",
			operator.inputs.map((_, i) => input(context, operator, i)),
			{ axis: operator.options?.int32(0) ?? 0 },
		),
	3: convolution,
	4: depthwiseConvolution,
	// Dequantize: constants were widened when read.
	6: (context, operator) => input(context, operator, 0),
	14: unary("Sigmoid"),
	17: maxPool,
	18: binary("Mul"),
	19: unary("Relu"),
	22: (context, operator) =>
		context.builder.node("Reshape", [
			input(context, operator, 0),
			context.builder.ints(shapeOf(context.graph, operator.outputs[0] as number)),
		]),
	34: (context, operator) =>
		context.builder.node("Pad", [
			input(context, operator, 0),
			context.builder.ints(padsOf(integers(context, operator, 1))),
		]),
	39: (context, operator) =>
		context.builder.node("Transpose", [input(context, operator, 0)], {
			perm: integers(context, operator, 1),
		}),
	40: reduce("ReduceMean"),
	41: binary("Sub"),
	42: binary("Div"),
	45: stridedSlice,
	// PReLU: the slopes, one a channel, broadcast from the right as channels are last.
	54: (context, operator) =>
		context.builder.node("PRelu", [input(context, operator, 0), input(context, operator, 1)]),
	59: unary("Neg"),
	74: reduce("ReduceSum"),
	75: unary("Sqrt"),
	76: (context, operator) => context.builder.node("Reciprocal", [unary("Sqrt")(context, operator)]),
	99: (context, operator) => {
		const difference = context.builder.node("Sub", [
			input(context, operator, 0),
			input(context, operator, 1),
		]);
		return context.builder.node("Mul", [difference, difference]);
	},
};

function convert(context: Context, operator: TfliteOperator): void {
	const converter = converters[operator.code];
	if (converter === undefined) {
		throw new UndertoneError(
			"model-damaged",
			`tfliteToOnnx: operator ${operator.code} of TensorFlow Lite is not known here; known are ${Object.keys(converters).join(", ")}.`,
		);
	}
	const output = operator.outputs[0] as number;
	const source = operator.inputs[0] as number;
	const constant = context.graph.tensors[source]?.constant;
	// A dequantised constant stays a constant, so that weights can be rearranged below.
	if (operator.code === 6 && constant != null)
		dequantized.set(context.graph.tensors[output] as object, constant);
	else context.values.set(output, converter(context, operator));
}

/** Constants that an operator of the graph makes of other constants (half precision widened). */
const dequantized = new WeakMap<object, Float32Array | Int32Array>();

function constantOf(graph: TfliteGraph, tensor: number): Float32Array | Int32Array | undefined {
	const described = graph.tensors[tensor];
	return described === undefined ? undefined : (described.constant ?? dequantized.get(described));
}

function shapeOf(graph: TfliteGraph, tensor: number): number[] {
	return (graph.tensors[tensor]?.shape ?? []).map((size) => (size < 0 ? 1 : size));
}

/** The name of a tensor's value; constants become initializers when first used. */
function value(context: Context, tensor: number): string {
	const known = context.values.get(tensor);
	if (known !== undefined) return known;
	const constant = constantOf(context.graph, tensor);
	if (constant === undefined) {
		throw new UndertoneError(
			"model-damaged",
			`tfliteToOnnx: tensor ${tensor} is used before it is computed.`,
		);
	}
	const name = context.builder.floats(Float32Array.from(constant), shapeOf(context.graph, tensor));
	context.values.set(tensor, name);
	return name;
}

function input(context: Context, operator: TfliteOperator, i: number): string {
	return value(context, operator.inputs[i] as number);
}

function integers(context: Context, operator: TfliteOperator, i: number): number[] {
	return [...(constantOf(context.graph, operator.inputs[i] as number) ?? [])];
}

/** TensorFlow's pairs (before, after) an axis, as ONNX wants them: all befores, then all afters. */
function padsOf(pairs: readonly number[]): number[] {
	return [...pairs.filter((_, i) => i % 2 === 0), ...pairs.filter((_, i) => i % 2 === 1)];
}

/** The activation fused into an operator: 0 none, 1 ReLU, 3 ReLU6. */
function activate({ builder }: Context, name: string, activation: number): string {
	if (activation === 0) return name;
	if (activation === 1) return builder.node("Relu", [name]);
	if (activation === 3) return builder.node("Clip", [name, builder.floats(0), builder.floats(6)]);
	throw new UndertoneError(
		"model-damaged",
		`tfliteToOnnx: fused activation ${activation} is not known here.`,
	);
}

const toChannelsFirst = { perm: [0, 3, 1, 2] };
const toChannelsLast = { perm: [0, 2, 3, 1] };

/** Runs an operator of images between two transpositions. */
function channelsFirst(
	{ builder }: Context,
	op: string,
	image: string,
	constants: readonly string[],
	attributes: Attributes,
): string {
	const first = builder.node("Transpose", [image], toChannelsFirst);
	return builder.node("Transpose", [builder.node(op, [first, ...constants], attributes)], toChannelsLast);
}

/** Padding 0 is TensorFlow's SAME, 1 is VALID. */
function autoPad(padding: number): string {
	return padding === 0 ? "SAME_UPPER" : "VALID";
}

function convolution(context: Context, operator: TfliteOperator): string {
	const { graph, builder } = context;
	const { options } = operator;
	const weights = operator.inputs[1] as number;
	const [out = 1, rows = 1, columns = 1, channels = 1] = shapeOf(graph, weights);
	const constants = [
		builder.floats(permuteWeights(constantOf(graph, weights), out, rows * columns, channels), [
			out,
			channels,
			rows,
			columns,
		]),
		...(operator.inputs[2] === undefined || operator.inputs[2] < 0 ? [] : [input(context, operator, 2)]),
	];
	const output = channelsFirst(context, "Conv", input(context, operator, 0), constants, {
		strides: [options?.int32(2, 1) ?? 1, options?.int32(1, 1) ?? 1],
		dilations: [options?.int32(5, 1) ?? 1, options?.int32(4, 1) ?? 1],
		auto_pad: autoPad(options?.uint8(0) ?? 0),
	});
	return activate(context, output, options?.uint8(3) ?? 0);
}

function depthwiseConvolution(context: Context, operator: TfliteOperator): string {
	const { graph, builder } = context;
	const { options } = operator;
	const weights = operator.inputs[1] as number;
	const [, rows = 1, columns = 1, out = 1] = shapeOf(graph, weights);
	const channels = shapeOf(graph, operator.inputs[0] as number)[3] ?? out;
	const constants = [
		builder.floats(permuteWeights(constantOf(graph, weights), 1, rows * columns, out), [
			out,
			1,
			rows,
			columns,
		]),
		...(operator.inputs[2] === undefined || operator.inputs[2] < 0 ? [] : [input(context, operator, 2)]),
	];
	const output = channelsFirst(context, "Conv", input(context, operator, 0), constants, {
		group: channels,
		strides: [options?.int32(2, 1) ?? 1, options?.int32(1, 1) ?? 1],
		dilations: [options?.int32(6, 1) ?? 1, options?.int32(5, 1) ?? 1],
		auto_pad: autoPad(options?.uint8(0) ?? 0),
	});
	return activate(context, output, options?.uint8(4) ?? 0);
}

/** From [out, area, channels] to [out, channels, area]. */
function permuteWeights(
	weights: Float32Array | Int32Array | undefined,
	out: number,
	area: number,
	channels: number,
): Float32Array {
	if (weights === undefined) {
		throw new UndertoneError("model-damaged", "tfliteToOnnx: a convolution's weights must be constants.");
	}
	const permuted = new Float32Array(weights.length);
	for (let o = 0; o < out; o++) {
		for (let a = 0; a < area; a++) {
			for (let c = 0; c < channels; c++) {
				permuted[(o * channels + c) * area + a] = weights[(o * area + a) * channels + c] as number;
			}
		}
	}
	return permuted;
}

function maxPool(context: Context, operator: TfliteOperator): string {
	const { options } = operator;
	const output = channelsFirst(context, "MaxPool", input(context, operator, 0), [], {
		strides: [options?.int32(2, 1) ?? 1, options?.int32(1, 1) ?? 1],
		kernel_shape: [options?.int32(4, 1) ?? 1, options?.int32(3, 1) ?? 1],
		auto_pad: autoPad(options?.uint8(0) ?? 0),
	});
	return activate(context, output, options?.uint8(5) ?? 0);
}

/** Options of STRIDED_SLICE: bit masks begin 0, end 1, ellipsis 2, new axis 3, shrink 4. */
function stridedSlice(context: Context, operator: TfliteOperator): string {
	const { builder, graph } = context;
	const { options } = operator;
	const bit = (field: number, axis: number): boolean => (((options?.int32(field) ?? 0) >> axis) & 1) === 1;
	const strides = integers(context, operator, 3);
	const shrunk = strides.map((_, axis) => axis).filter((axis) => bit(4, axis));
	const begin = integers(context, operator, 1).map((from, axis) => (bit(0, axis) ? 0 : from));
	const end = integers(context, operator, 2).map((to, axis) => {
		if (bit(4, axis)) return (begin[axis] as number) + 1;
		return bit(1, axis) ? (shapeOf(graph, operator.inputs[0] as number)[axis] ?? to) : to;
	});
	const sliced = builder.node("Slice", [
		input(context, operator, 0),
		builder.ints(begin),
		builder.ints(end),
		builder.ints(strides.map((_, axis) => axis)),
		builder.ints(strides),
	]);
	return shrunk.length === 0 ? sliced : builder.node("Squeeze", [sliced, builder.ints(shrunk)]);
}
