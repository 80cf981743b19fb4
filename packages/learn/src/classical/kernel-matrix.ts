import type { Matrix } from "@undertone/core";
import { createGraphBuilder, createSession, float32Data, writeOnnx } from "@undertone/onnx";
import { pause } from "../pause.ts";

/** How alike two samples are: exp(−γ ‖a − b‖²) or a · b. */
export type Kernel = { readonly kind: "rbf"; readonly gamma: number } | { readonly kind: "linear" };

/** Rows computed at once. */
const chunk = 512;

/**
 * The kernel between all rows of two matrices, computed by onnxruntime (its matrix product is many times faster
 * than a loop).
 *
 * @param x - Standardised features, shape `[m, features]`.
 * @param z - Shape `[n, features]`.
 * @returns m rows of n numbers.
 */
export async function kernelMatrix(
	x: Matrix,
	z: Matrix,
	kernel: Kernel,
	{ threads = 1, signal }: { readonly threads?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<Float32Array[]> {
	const { columns } = z;
	const rows = asFloats(x);
	const all = asFloats(z);
	const graph = createGraphBuilder("kernel");
	const a = graph.input("a", ["M", columns]);
	const b = graph.input("b", ["N", columns]);
	const product = graph.node("Gemm", [a, b], { transB: 1 });
	let k = product;
	if (kernel.kind === "rbf") {
		const axis = graph.ints([1]);
		const square = (x: string) => graph.node("ReduceSumSquare", [x, axis]);
		const squares = graph.node("Add", [square(a), graph.node("Transpose", [square(b)], { perm: [1, 0] })]);
		const distance = graph.node("Sub", [squares, graph.node("Mul", [product, graph.floats(2)])]);
		const positive = graph.node("Relu", [distance]);
		k = graph.node("Exp", [graph.node("Mul", [positive, graph.floats(-kernel.gamma)])]);
	}
	graph.output("k", k, ["M", "N"]);
	const session = await createSession(writeOnnx(graph.build()), { threads });
	const lines: Float32Array[] = [];
	try {
		for (let start = 0; start < x.rows; start += chunk) {
			await pause(signal);
			const end = Math.min(x.rows, start + chunk);
			const part = rows.subarray(start * columns, end * columns);
			const run = await session.run({
				a: { type: "float32", dims: [end - start, columns], data: part },
				b: { type: "float32", dims: [z.rows, columns], data: all },
			});
			const block = float32Data(run.k, "k");
			for (let r = 0; r < end - start; r++) lines.push(block.subarray(r * z.rows, (r + 1) * z.rows));
		}
	} finally {
		await session.release();
	}
	return lines;
}

function asFloats({ data }: Matrix): Float32Array {
	return data instanceof Float32Array ? data : Float32Array.from(data);
}
