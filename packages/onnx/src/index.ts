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
export {
	appendNetwork,
	compileEvaluation,
	compileTraining,
	initialWeights,
	type NetworkDefinition,
	type TrainingGraph,
	type TrainingGraphOptions,
} from "./training/compile.ts";
export type { Weights } from "./training/create-network.ts";
export { type Activation, activation, activations } from "./training/layers/activation.ts";
export { dense } from "./training/layers/dense.ts";
export { dropout } from "./training/layers/dropout.ts";
export type { Network, Value } from "./training/network.ts";
export type { AdamOptions } from "./training/optimizer.ts";
export { writeOnnx } from "./write-onnx.ts";
