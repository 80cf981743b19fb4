import type { FacePicture } from "@undertone/corpora";
import { quantizeForInputs } from "@undertone/learn";
import {
	compileInputMoments,
	createSession,
	float32Data,
	float32Tensor,
	mostStored,
	type ParameterPlace,
	parameterPlaces,
	type Quantized,
	type QuantizedKernels,
	type WeightStorage,
	type Weights,
} from "@undertone/onnx";
import { faceData } from "./face-data.ts";
import { type FaceNetworkOptions, faceNetwork, faceSide } from "./face-network.ts";

/** Pictures that are run at once. */
const chunk = 32;

/** How a network is stored. */
interface Stored {
	/** Of its labels. */
	readonly classes: number;
	readonly storage: WeightStorage;
}

/**
 * Quantizes those kernels of a network of which several numbers will share sixteen bits, such that pictures like these,
 * every second of them mirrored, are seen alike before and after. Smaller kernels, those of single channels and matrices
 * are left to go to the nearest. What kernels see is taken from the network as it was trained.
 */
export async function quantizeForPictures(
	network: FaceNetworkOptions,
	trained: Weights,
	pictures: readonly FacePicture[],
	{ classes, storage }: Stored,
): Promise<QuantizedKernels> {
	const definition = faceNetwork(classes, network, { head: "label", votes: false });
	const places = parameterPlaces(definition);
	const packed = (size: number): boolean => (mostStored(storage, size) ?? 127) < 127;
	const quantized = new Map<number, Quantized>();
	for (const [index, moments] of await inputMoments(definition, trained, pictures, packed)) {
		const { offset, size, shape } = places[index] as ParameterPlace;
		const kernels = trained.weights.subarray(offset, offset + size);
		const most = mostStored(storage, size) as number;
		quantized.set(index, quantizeForInputs(kernels, shape[0] as number, most, moments));
	}
	return quantized;
}

/** Second moments of what kernels of these sizes see of the pictures, by the kernel's index; see `compileInputMoments`. */
async function inputMoments(
	definition: ReturnType<typeof faceNetwork>,
	{ weights, running }: Weights,
	pictures: readonly FacePicture[],
	wanted: (size: number) => boolean,
): Promise<Map<number, Float64Array>> {
	const { bytes, kernels } = compileInputMoments(definition, wanted);
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
