import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";
import { float16Values, initialWeights, parameterPlaces, type Weights } from "@undertone/onnx";
import { faceNetwork } from "./face-network.ts";
import type { FaceRecipe } from "./face-recipe.ts";
import { firstFilters, type MobileNetOptions } from "./mobile-net.ts";

/** Grey value and deviation that a standardised picture is given before the network's first convolution. */
const [grey, contrast] = [115, 55];
/** Of blue, green and red, as of the pictures on which the network was trained. */
const channelMeans = [103.939, 116.779, 123.68];

/** Where pretrained numbers come from. */
export type PretrainedSource = Exclude<FaceRecipe["start"], string | undefined>;

/**
 * The numbers with which a MobileNet for faces begins: those of a published network of the same blocks, its heads
 * random.
 *
 * @param source - A TensorFlow.js graph model of 16-bit numbers in an npm package, as `faceres` of
 *   `@vladmandic/human`: a MobileNet trained by A. Savchenko on VGGFace2.
 * @param packages - Folder of the packages.
 * @throws {UndertoneError} `recipe-invalid` if the package is not installed, or its file is another than the recipe names.
 * @see https://github.com/HSE-asavchenko/HSE_FaceRec_tf
 */
export async function pretrainedMobileNet(
	source: PretrainedSource,
	{ labels, network, seed }: Pick<FaceRecipe, "labels" | "seed"> & { readonly network: MobileNetOptions },
	packages = "node_modules",
): Promise<Weights> {
	const tensors = await readGraphModel(source, packages);
	const take = (name: string): Tensor => {
		const tensor = tensors.get(name);
		if (tensor !== undefined) return tensor;
		throw unsuitable(source, `it holds no "${name}"`);
	};
	const given: Float32Array[] = [];
	const { kernel, bias } = greyConvolution(
		take("conv1/convolution/merged_input"),
		take("conv1_bn/batchnorm_1/sub"),
	);
	given.push(kernel, bias);
	for (let block = 1; block <= network.blocks; block++) {
		const own = take(`conv_dw_${block}/depthwise_kernel`);
		const scale = take(`conv_dw_${block}_bn/batchnorm_1/mul`).data;
		// A kernel's places come first here, its channels last.
		const channels = scale.length;
		const places = own.data.length / channels;
		given.push(
			Float32Array.from(own.data, (_, i) => {
				const channel = Math.floor(i / places);
				return (own.data[(i % places) * channels + channel] as number) * (scale[channel] as number);
			}),
			take(`conv_dw_${block}_bn/batchnorm_1/sub`).data,
			transposed(take(`conv_pw_${block}/convolution/merged_input`)),
			take(`conv_pw_${block}_bn/batchnorm_1/sub`).data,
		);
	}
	const definition = faceNetwork(labels.length, network, { head: "label", votes: true });
	const { weights, running } = initialWeights(definition, seed);
	const places = parameterPlaces(definition);
	for (const [i, data] of given.entries()) {
		const place = places[i];
		if (place?.size !== data.length) {
			throw unsuitable(source, `its part ${i + 1} has ${data.length} numbers, not ${place?.size ?? 0}`);
		}
		weights.set(data, place.offset);
	}
	return { weights, running };
}

interface Tensor {
	readonly shape: readonly number[];
	readonly data: Float32Array;
}

/** What a graph model's file says of its numbers. */
interface Manifest {
	readonly weightsManifest: readonly {
		readonly weights: readonly {
			readonly name: string;
			readonly shape: readonly number[];
			readonly dtype: string;
			readonly quantization?: { readonly dtype: string };
		}[];
	}[];
}

async function readGraphModel(source: PretrainedSource, packages: string): Promise<Map<string, Tensor>> {
	const root = join(packages, source.package, source.file);
	const [json, bytes] = await Promise.all([readFile(`${root}.json`, "utf8"), readFile(`${root}.bin`)]).catch(
		(cause) => {
			throw new UndertoneError(
				"recipe-invalid",
				`The recipe starts from ${source.file} of the package ${source.package}@${source.version}, which must be installed but is not. Run: npm install --no-save ${source.package}@${source.version}`,
				{ cause },
			);
		},
	);
	const digest = createHash("sha256").update(bytes).digest("hex");
	if (digest !== source.sha256) throw unsuitable(source, `its sha256 is ${digest}, not ${source.sha256}`);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const tensors = new Map<string, Tensor>();
	let at = 0;
	for (const { name, shape, dtype, quantization } of (JSON.parse(json) as Manifest).weightsManifest.flatMap(
		({ weights }) => weights,
	)) {
		const count = shape.reduce((product, dimension) => product * dimension, 1);
		if (quantization?.dtype === "float16") {
			const halves = Uint16Array.from({ length: count }, (_, i) => view.getUint16(at + 2 * i, true));
			tensors.set(name, { shape, data: float16Values(halves) });
			at += 2 * count;
		} else if (dtype === "int32") {
			at += 4 * count;
		} else {
			throw unsuitable(source, `"${name}" is stored as ${quantization?.dtype ?? dtype}`);
		}
	}
	return tensors;
}

/** A kernel `[height, width, in, out]` as `[out, in, height, width]`. */
function transposed({ shape, data }: Tensor): Float32Array {
	const [height = 1, width = 1, channels = 1, filters = 1] = shape;
	const places = height * width;
	const out = new Float32Array(data.length);
	for (let place = 0; place < places; place++) {
		for (let c = 0; c < channels; c++) {
			for (let f = 0; f < filters; f++) {
				out[(f * channels + c) * places + place] = data[(place * channels + c) * filters + f] as number;
			}
		}
	}
	return out;
}

/**
 * The first convolution, which sees three colours, for a standardised grey picture: a grey one is three equal
 * colours, so that their kernels add up, and what brings it into the range of the others goes into kernel and bias.
 */
function greyConvolution(kernels: Tensor, biases: Tensor): { kernel: Float32Array; bias: Float32Array } {
	const places = kernels.data.length / (channelMeans.length * firstFilters);
	const all = transposed(kernels);
	const kernel = new Float32Array(firstFilters * places);
	const bias = biases.data.slice();
	for (let f = 0; f < firstFilters; f++) {
		for (const [c, mean] of channelMeans.entries()) {
			for (let place = 0; place < places; place++) {
				const value = all[(f * channelMeans.length + c) * places + place] as number;
				kernel[f * places + place] = (kernel[f * places + place] as number) + contrast * value;
				bias[f] = (bias[f] as number) + (grey - mean) * value;
			}
		}
	}
	return { kernel, bias };
}

function unsuitable({ package: name, file }: PretrainedSource, why: string): UndertoneError {
	return new UndertoneError(
		"recipe-invalid",
		`${file} of ${name} must be the MobileNet that the recipe names, but ${why}. Give the right file and digest in \`start\`.`,
	);
}
