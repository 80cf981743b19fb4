import { createRandom } from "@undertone/core";
import { expect, it } from "vitest";
import { createSession } from "../create-session.ts";
import { float32Data, float32Tensor } from "../tensor.ts";
import { initialWeights, type NetworkDefinition } from "./compile.ts";
import { compileInputMoments } from "./input-moments.ts";
import { conv2d } from "./layers/conv2d.ts";
import { depthwiseConv2d } from "./layers/depthwise-conv2d.ts";
import { flatten } from "./layers/shape.ts";

const [pictures, channels, height, width] = [2, 2, 5, 4];
const random = createRandom(4);
const image = Float32Array.from({ length: pictures * channels * height * width }, () => random.normal());

/** What lies under a 3 × 3 kernel at every second place, the outermost on a border of zeros. */
function patches(): number[][] {
	const at = (p: number, c: number, y: number, x: number): number =>
		y < 0 || x < 0 || y >= height || x >= width
			? 0
			: (image[((p * channels + c) * height + y) * width + x] as number);
	const seen: number[][] = [];
	for (let p = 0; p < pictures; p++) {
		for (let y = 0; y < height; y += 2) {
			for (let x = 0; x < width; x += 2) {
				seen.push(
					Array.from({ length: channels * 9 }, (_, i) =>
						at(p, Math.floor(i / 9), y - 1 + (Math.floor(i / 3) % 3), x - 1 + (i % 3)),
					),
				);
			}
		}
	}
	return seen;
}

it("sums x xᵀ over the patches under a kernel, in the order of its numbers, of large kernels across channels alone", async () => {
	const definition: NetworkDefinition = {
		inputs: { image: [channels, height, width] },
		classes: 5 * 3 * 2,
		layers: (network, { image: x }) => {
			depthwiseConv2d(network, x!, { kernel: [3, 3] });
			conv2d(network, x!, channels, { kernel: [1, 1] });
			return flatten(network, conv2d(network, x!, 5, { kernel: [3, 3], stride: [2, 2] }));
		},
	};
	const { bytes, kernels } = compileInputMoments(definition, (size) => size > 18);
	// Parameters: kernel and bias of the first, of the second, of the third.
	expect(kernels).toEqual([4]);
	const session = await createSession(bytes);
	const { weights } = initialWeights(definition, 1);
	const run = await session.run({
		image: float32Tensor(image, [pictures, channels, height, width]),
		weights: float32Tensor(weights, [weights.length]),
	});
	await session.release();
	const n = channels * 9;
	const expected = Array.from({ length: n * n }, (_, i) =>
		patches().reduce((sum, x) => sum + (x[Math.floor(i / n)] as number) * (x[i % n] as number), 0),
	);
	expect(float32Data(run["moments/4"], "moments")).toBeCloseToArray(expected, { rtol: 1e-5, atol: 1e-5 });
});
