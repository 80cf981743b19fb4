import type { Matrix } from "@undertone/core";
import { float32Data, type OnnxTensor, type Session, type Weights } from "@undertone/onnx";
import { logLoss } from "../metrics/calibration.ts";
import { accuracy, uar } from "../metrics/classification.ts";
import { argmaxRows, softmaxRows } from "../softmax.ts";
import type { NetworkData } from "./network-data.ts";

/** Rows that are run at once. */
const chunk = 256;

/** Figures of a network on held-out samples. */
export interface NetworkScores {
	readonly loss: number;
	readonly accuracy: number;
	readonly uar: number;
}

/** Loss and accuracy on samples it does not learn from; classes that a sample excludes are left out. */
export async function evaluateNetwork(
	session: Session,
	shapes: Readonly<Record<string, readonly number[]>>,
	data: NetworkData,
	weights: Weights,
): Promise<NetworkScores> {
	const logits = await networkLogits(session, shapes, data.inputs, data.classes, weights);
	if (data.allowed !== undefined) {
		for (let i = 0; i < logits.data.length; i++) if (data.allowed[i] === 0) logits.data[i] = -1e9;
	}
	const predicted = argmaxRows(logits);
	return {
		loss: logLoss(softmaxRows(logits), data.y),
		accuracy: accuracy(data.y, predicted),
		uar: uar(data.y, predicted, data.classes),
	};
}

/**
 * Logits of samples, run in chunks.
 *
 * @param session - Inputs named as in `inputs`, and `weights` and `running` where `weights` is given.
 */
export async function networkLogits(
	session: Session,
	shapes: Readonly<Record<string, readonly number[]>>,
	inputs: Readonly<Record<string, Matrix>>,
	classes: number,
	weights?: Weights,
): Promise<Matrix> {
	const rows = Object.values(inputs)[0]?.rows ?? 0;
	const out = new Float32Array(rows * classes);
	const fixed: Record<string, OnnxTensor> = {};
	for (const name of ["weights", "running"] as const) {
		if (weights === undefined || !session.inputNames.includes(name)) continue;
		fixed[name] = { type: "float32", dims: [weights[name].length], data: weights[name] };
	}
	for (let start = 0; start < rows; start += chunk) {
		const end = Math.min(rows, start + chunk);
		const feeds = { ...fixed };
		for (const [name, matrix] of Object.entries(inputs)) {
			const part = matrix.data.subarray(start * matrix.columns, end * matrix.columns);
			feeds[name] = {
				type: "float32",
				dims: [end - start, ...(shapes[name] ?? [matrix.columns])],
				data: part instanceof Float32Array ? part : Float32Array.from(part),
			};
		}
		const { logits } = await session.run(feeds, ["logits"]);
		out.set(float32Data(logits, "logits"), start * classes);
	}
	return { rows, columns: classes, data: out };
}
