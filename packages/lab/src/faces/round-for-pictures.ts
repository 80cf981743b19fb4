import type { FacePicture } from "@undertone/corpora";
import { roundForInputs } from "@undertone/learn";
import {
	compileInputMoments,
	createSession,
	float32Data,
	float32Tensor,
	leastLarge,
	mostStored,
	type ParameterPlace,
	parameterPlaces,
	type Quantized,
	type Rounding,
	type WeightStorage,
	type Weights,
} from "@undertone/onnx";
import { faceData } from "./face-data.ts";
import { type FaceNetworkOptions, faceNetwork, faceSide } from "./face-network.ts";

/** Pictures that are run at once. */
const chunk = 32;

/**
 * Rounds a network's large kernels for storage such that pictures like these, every second of them mirrored, are seen
 * alike before and after.
 *
 * @param classes - Of its labels.
 */
export async function roundForPictures(
	network: FaceNetworkOptions,
	trained: Weights,
	pictures: readonly FacePicture[],
	{ classes, storage }: { readonly classes: number; readonly storage: WeightStorage },
): Promise<Rounding> {
	const definition = faceNetwork(classes, network, { head: "label", votes: false });
	const places = parameterPlaces(definition);
	const rounding = new Map<number, Quantized>();
	for (const [index, moments] of await inputMoments(definition, trained, pictures)) {
		const { offset, size, shape } = places[index] as ParameterPlace;
		const most = mostStored(storage, size);
		if (most === undefined) continue;
		const kernels = trained.weights.subarray(offset, offset + size);
		rounding.set(index, roundForInputs(kernels, shape[0] as number, most, moments));
	}
	return rounding;
}

/** Second moments of what large kernels see of the pictures, by the kernel's index; see `compileInputMoments`. */
async function inputMoments(
	definition: ReturnType<typeof faceNetwork>,
	{ weights, running }: Weights,
	pictures: readonly FacePicture[],
): Promise<Map<number, Float64Array>> {
	const { bytes, kernels } = compileInputMoments(definition, leastLarge);
	const sums = new Map<number, Float64Array>();
	if (kernels.length === 0) return sums;
	const session = await createSession(bytes);
	const trained = {
		weights: float32Tensor(weights, [weights.length]),
		...(running.length === 0 ? {} : { running: float32Tensor(running, [running.length]) }),
	};
	try {
		for (let start = 0; start < pictures.length; start += chunk) {
			const part = pictures.slice(start, start + chunk);
			const image = float32Tensor(turned(part), [part.length, 1, faceSide, faceSide]);
			const run = await session.run({ image, ...trained });
			for (const index of kernels) {
				const seen = float32Data(run[`moments/${index}`], `moments/${index}`);
				const sum = sums.get(index) ?? new Float64Array(seen.length);
				for (const [i, value] of seen.entries()) sum[i] = (sum[i] as number) + value;
				sums.set(index, sum);
			}
		}
	} finally {
		await session.release();
	}
	return sums;
}

/** Pictures as networks take them, every second one mirrored. */
function turned(pictures: readonly FacePicture[]): Float32Array {
	const images = faceData(pictures, [], { warp: null }).inputs.image?.data as Float32Array;
	const size = faceSide * faceSide;
	for (let from = size; from < images.length; from += 2 * size) {
		for (let row = from; row < from + size; row += faceSide) images.subarray(row, row + faceSide).reverse();
	}
	return images;
}
