import type { AttributeValue, Initializer, OnnxGraph, OnnxNode, ValueInfo } from "./model.ts";
import type { OnnxTensor, TensorType } from "./tensor.ts";

/** Attributes as a caller writes them: numbers that are whole are `int`s unless wrapped in `{ float }`. */
export type Attributes = Readonly<
	Record<string, number | string | readonly number[] | AttributeValue | OnnxTensor>
>;

/** A node's optional parts. */
interface NodeOptions {
	readonly domain?: string;
	/** How many outputs the node has; 1 by default. */
	readonly outputs?: number;
}

/** Collects nodes, constants, inputs and outputs; every value is known by its name. */
export interface GraphBuilder {
	input(name: string, dims: readonly (number | string)[], type?: TensorType): string;
	/** Marks a value as an output under its own name `name`. */
	output(name: string, value: string, dims: readonly (number | string)[], type?: TensorType): void;
	/** A constant; equal small constants share one initializer. */
	constant(tensor: OnnxTensor): string;
	/** A float32 scalar, or a vector or matrix of the given shape. */
	floats(values: number | ArrayLike<number>, dims?: readonly number[]): string;
	/** An int64 vector, for shapes and axes. */
	ints(values: readonly number[]): string;
	/** Appends an operator and returns the name of its (first) output. */
	node(op: string, inputs: readonly string[], attributes?: Attributes, options?: NodeOptions): string;
	/** As `node`, but returns the names of all outputs. */
	nodes(op: string, inputs: readonly string[], attributes: Attributes, options: NodeOptions): string[];
	build(): OnnxGraph;
}

/**
 * An empty graph to be filled.
 *
 * @param name - The graph's name; also begins the names of its values, so that a subgraph's do not collide.
 *
 * @example
 * const graph = createGraphBuilder("double");
 * graph.output("y", graph.node("Add", [graph.input("x", ["N"]), "x"]), ["N"]);
 * writeOnnx(graph.build());
 */
export function createGraphBuilder(name: string): GraphBuilder {
	const inputs: ValueInfo[] = [];
	const outputs: ValueInfo[] = [];
	const initializers: Initializer[] = [];
	const nodes: OnnxNode[] = [];
	const shared = new Map<string, string>();
	let count = 0;
	const fresh = (): string => `${name}/${count++}`;

	const constant = (tensor: OnnxTensor): string => {
		const small = tensor.data.length <= 16;
		const key = small ? `${tensor.type}[${tensor.dims.join()}]${tensor.data.join()}` : "";
		const known = small ? shared.get(key) : undefined;
		if (known !== undefined) return known;
		const value = fresh();
		initializers.push({ name: value, tensor });
		if (small) shared.set(key, value);
		return value;
	};
	const append: GraphBuilder["nodes"] = (op, from, attributes, { domain = "", outputs: many = 1 }) => {
		const to = Array.from({ length: many }, fresh);
		const typed = Object.entries(attributes).map(([key, value]) => [key, attribute(value)] as const);
		nodes.push({ op, domain, inputs: from, outputs: to, attributes: Object.fromEntries(typed) });
		return to;
	};
	return {
		input: (value, dims, type = "float32") => {
			inputs.push({ name: value, type, dims });
			return value;
		},
		output: (value, from, dims, type = "float32") => {
			nodes.push({ op: "Identity", domain: "", inputs: [from], outputs: [value], attributes: {} });
			outputs.push({ name: value, type, dims });
		},
		constant,
		floats: (values, dims) => {
			const data = typeof values === "number" ? Float32Array.of(values) : Float32Array.from(values);
			return constant({
				type: "float32",
				dims: dims ?? (typeof values === "number" ? [] : [data.length]),
				data,
			});
		},
		ints: (values) =>
			constant({ type: "int64", dims: [values.length], data: BigInt64Array.from(values, BigInt) }),
		node: (op, from, attributes = {}, options = {}) =>
			append(op, from, attributes, { ...options, outputs: 1 })[0] as string,
		nodes: append,
		build: () => ({ name, inputs, outputs, initializers, nodes }),
	};
}

function attribute(value: Attributes[string]): AttributeValue {
	if (typeof value === "number") return Number.isInteger(value) ? { int: value } : { float: value };
	if (typeof value === "string") return { string: value };
	if (Array.isArray(value)) return { ints: value };
	if (isTensor(value)) return { tensor: value };
	return value as AttributeValue;
}

function isTensor(value: Attributes[string]): value is OnnxTensor {
	return typeof value === "object" && "dims" in value;
}
