export { configureRuntime } from "#runtime";
export { createSession } from "./create-session.ts";
export { float16Bits, float16Values, roundToFloat16 } from "./float16.ts";
export { type Attributes, createGraphBuilder, type GraphBuilder } from "./graph-builder.ts";
export type {
	AttributeValue,
	Initializer,
	OnnxGraph,
	OnnxModel,
	OnnxNode,
	ValueInfo,
} from "./model.ts";
export { type ProtobufField, readFields, readFloats, readInts } from "./protobuf/read-fields.ts";
export { type Quantized, quantize } from "./quantize.ts";
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
	type ParameterPlace,
	parameterPlaces,
	type TrainingGraph,
	type TrainingGraphOptions,
} from "./training/compile.ts";
export type { Weights } from "./training/create-network.ts";
export { compileInputMoments, type InputMomentsGraph } from "./training/input-moments.ts";
export { type Activation, activation, activations } from "./training/layers/activation.ts";
export { attentionPool } from "./training/layers/attention-pool.ts";
export { batchNormalization } from "./training/layers/batch-normalization.ts";
export { type Conv2dOptions, conv2d } from "./training/layers/conv2d.ts";
export { dense } from "./training/layers/dense.ts";
export { depthwiseConv2d } from "./training/layers/depthwise-conv2d.ts";
export { dropout } from "./training/layers/dropout.ts";
export { gru } from "./training/layers/gru.ts";
export { layerNormalization } from "./training/layers/layer-normalization.ts";
export { lstm } from "./training/layers/lstm.ts";
export { averagePool2d, globalAveragePool2d, maxPool2d } from "./training/layers/pooling.ts";
export type { Direction } from "./training/layers/recurrence.ts";
export { appendResize2d, resize2d } from "./training/layers/resize2d.ts";
export { add, concatenate, flatten, reshape, slice, transpose } from "./training/layers/shape.ts";
export { softmaxCrossEntropy } from "./training/layers/softmax-cross-entropy.ts";
export type { Network, Value } from "./training/network.ts";
export type { AdamOptions } from "./training/optimizer.ts";
export { mostStored, type QuantizedKernels, type WeightStorage } from "./training/stored-weights.ts";
export { usedParts } from "./used-parts.ts";
export { writeOnnx } from "./write-onnx.ts";
