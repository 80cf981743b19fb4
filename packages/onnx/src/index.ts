export { configureRuntime } from "#runtime";
export { createSession } from "./create-session.ts";
export { type Attributes, createGraphBuilder, type GraphBuilder } from "./graph-builder.ts";
export type {
	AttributeValue,
	Initializer,
	OnnxGraph,
	OnnxModel,
	OnnxNode,
	ValueInfo,
} from "./model.ts";
export { readOnnx } from "./read-onnx.ts";
export { replaceMetadata } from "./replace-metadata.ts";
export type { RuntimeConfiguration, Session, SessionOptions } from "./runtime.ts";
export { float32Data, float32Tensor, type OnnxTensor, type TensorData, type TensorType } from "./tensor.ts";
export { writeOnnx } from "./write-onnx.ts";
