import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-common";
import type { Session } from "./runtime.ts";
import type { OnnxTensor, TensorData, TensorType } from "./tensor.ts";

/** A {@link Session} over one of onnxruntime's, which look alike in Node and in a page. */
export function sessionOver(inner: InferenceSession, Constructor: TensorConstructor): Session {
	return {
		inputNames: inner.inputNames,
		outputNames: inner.outputNames,
		run: async (inputs, outputs) => {
			const feeds: Record<string, Tensor> = {};
			for (const [name, tensor] of Object.entries(inputs)) {
				feeds[name] = new Constructor(tensor.type as "float32", tensor.data as Float32Array, tensor.dims);
			}
			const results = await (outputs === undefined ? inner.run(feeds) : inner.run(feeds, outputs));
			const tensors: Record<string, OnnxTensor> = {};
			for (const [name, tensor] of Object.entries(results)) {
				tensors[name] = {
					type: tensor.type as TensorType,
					dims: tensor.dims,
					data: tensor.data as TensorData,
				};
			}
			return tensors;
		},
		release: () => inner.release(),
	};
}
