import type { OnnxTensor } from "./tensor.ts";

/** A node's attribute; the kind is told from the value: see {@link OnnxAttribute}. */
export type AttributeValue =
	| { readonly int: number }
	| { readonly float: number }
	| { readonly string: string }
	| { readonly tensor: OnnxTensor }
	| { readonly graph: OnnxGraph }
	| { readonly ints: readonly number[] }
	| { readonly floats: ArrayLike<number> }
	| { readonly strings: readonly string[] };

/** One operator of a graph. */
export interface OnnxNode {
	readonly op: string;
	/** "" is ONNX's own domain; "ai.onnx.ml" the classical estimators'. */
	readonly domain: string;
	/** Names of values; "" leaves out an optional one. */
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** The name, element type and shape of an input or output; a string is a dimension that may vary. */
export interface ValueInfo {
	readonly name: string;
	readonly type: OnnxTensor["type"] | "other";
	readonly dims: readonly (number | string)[];
}

/** A constant with a name. */
export interface Initializer {
	readonly name: string;
	readonly tensor: OnnxTensor;
}

/** Nodes in an order in which each comes after what it needs. */
export interface OnnxGraph {
	readonly name: string;
	readonly inputs: readonly ValueInfo[];
	readonly outputs: readonly ValueInfo[];
	readonly initializers: readonly Initializer[];
	readonly nodes: readonly OnnxNode[];
}

/** What {@link readOnnx} tells of a file. */
export interface OnnxModel {
	readonly irVersion: number;
	readonly producer: string;
	/** Version of each operator set by domain. */
	readonly opsets: Readonly<Record<string, number>>;
	readonly metadata: Readonly<Record<string, string>>;
	readonly graph: OnnxGraph;
	readonly inputs: readonly ValueInfo[];
	readonly outputs: readonly ValueInfo[];
	/** Whether any tensor's numbers lie in another file. */
	readonly hasExternalData: boolean;
}
