import type { Random } from "@undertone/core";
import { row } from "@undertone/core";
import type { OnnxTensor, TrainingGraph } from "@undertone/onnx";
import type { BatchIndices } from "./draw-batches.ts";
import type { NetworkData } from "./network-data.ts";

/** What a class outside a sample's corpus gets added to its logit. */
const excluded = -1e9;

/** What a batch is made with. */
interface FillOptions {
	readonly shapes: Readonly<Record<string, readonly number[]>>;
	readonly batchSize: number;
	readonly labelSmoothing: number;
	readonly mixup: number;
	readonly classWeights: ArrayLike<number>;
	readonly masks: TrainingGraph["masks"];
}

/** Buffers of one step's inputs, filled anew for every batch. */
export interface BatchFiller {
	readonly feeds: Readonly<Record<string, OnnxTensor>>;
	/** Weight of every sample of the batch as last filled. */
	readonly weights: Float32Array;
	/** @returns The sum of the weights. */
	fill(batch: BatchIndices, random: Random): number;
}

/** Makes the buffers that {@link BatchFiller} describes. */
export function createBatchFiller(data: NetworkData, options: FillOptions): BatchFiller {
	const { batchSize: size, shapes, masks } = options;
	const { classes } = data;
	const feeds: Record<string, OnnxTensor> = {};
	const buffer = (name: string, dims: readonly number[]): Float32Array => {
		const array = new Float32Array(dims.reduce((product, dimension) => product * dimension, 1));
		feeds[name] = { type: "float32", dims, data: array };
		return array;
	};
	const inputs = Object.entries(data.inputs).map(([name, matrix]) => ({
		name,
		matrix,
		array: buffer(name, [size, ...(shapes[name] ?? [matrix.columns])]),
	}));
	const targets = buffer("targets", [size, classes]);
	const weights = buffer("sampleWeights", [size]);
	const offset = data.allowed === undefined ? undefined : buffer("offset", [size, classes]);
	const dropped = masks.map(({ value, rate }) => ({ rate, array: buffer(value.name, value.shape) }));

	const fillTargets = (i: number, sample: number): void => {
		const allows = (c: number): boolean => data.allowed?.[sample * classes + c] !== 0;
		let many = 0;
		for (let c = 0; c < classes; c++) if (allows(c)) many++;
		for (let c = 0; c < classes; c++) {
			const smooth = allows(c) ? options.labelSmoothing / many : 0;
			const own = smooth + (data.y[sample] === c ? 1 - options.labelSmoothing : 0);
			const taught = data.teacher?.probabilities.data[sample * classes + c] ?? own;
			targets[i * classes + c] = own + (data.teacher?.share ?? 0) * (taught - own);
			if (offset !== undefined) offset[i * classes + c] = allows(c) ? 0 : excluded;
		}
	};
	const fill: BatchFiller["fill"] = ({ indices, count }, random) => {
		let sum = 0;
		for (let i = 0; i < size; i++) {
			const sample = indices[i] as number;
			for (const { name, matrix, array } of inputs) {
				array.set(row(matrix, sample), i * matrix.columns);
				const view = array.subarray(i * matrix.columns, (i + 1) * matrix.columns);
				data.augment?.(name, view, random);
			}
			fillTargets(i, sample);
			const own =
				(data.sampleWeights?.[sample] ?? 1) * (options.classWeights[data.y[sample] as number] as number);
			weights[i] = i < count ? own : 0;
			sum += weights[i] as number;
		}
		if (options.mixup > 0) {
			mix(
				inputs.map(({ array }) => array),
				targets,
				offset,
				{ size, count, alpha: options.mixup, random },
			);
		}
		for (const { rate, array } of dropped) fillMask(array, rate, random);
		return sum;
	};
	return { feeds, weights, fill };
}

/**
 * Zeros with probability `rate`, 1 / (1 − rate) otherwise, by a xorshift of its own: masks take most of the random
 * numbers of a training, and this one runs inline.
 *
 * @see Marsaglia (2003), doi:10.18637/jss.v008.i14
 */
function fillMask(mask: Float32Array, rate: number, random: Random): void {
	const kept = 1 / (1 - rate);
	const threshold = rate * 4294967296;
	let state = random.integer(4294967295) + 1;
	for (let i = 0; i < mask.length; i++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		mask[i] = state >>> 0 < threshold ? 0 : kept;
	}
}

/** How a batch is mixed. */
interface MixOptions {
	readonly size: number;
	readonly count: number;
	readonly alpha: number;
	readonly random: Random;
}

/**
 * Mixup: every sample becomes λ of itself and 1 − λ of another of the batch, targets alike, with λ drawn from
 * Beta(α, α) once a batch. A class is allowed where either sample allows it.
 *
 * @see Zhang et al. (2018), arXiv:1710.09412
 */
function mix(
	inputs: readonly Float32Array[],
	targets: Float32Array,
	offset: Float32Array | undefined,
	{ size, count, alpha, random }: MixOptions,
): void {
	const lambda = beta(alpha, random);
	const partner = random.shuffle(Array.from({ length: count }, (_, i) => i));
	for (const array of [...inputs, targets]) {
		const width = array.length / size;
		const before = array.slice();
		for (let i = 0; i < count; i++) {
			const other = (partner[i] as number) * width;
			for (let k = 0; k < width; k++) {
				array[i * width + k] =
					lambda * (before[i * width + k] as number) + (1 - lambda) * (before[other + k] as number);
			}
		}
	}
	if (offset === undefined) return;
	const width = offset.length / size;
	const before = offset.slice();
	for (let i = 0; i < count; i++) {
		for (let k = 0; k < width; k++) {
			const own = before[i * width + k] as number;
			offset[i * width + k] = Math.max(own, before[(partner[i] as number) * width + k] as number);
		}
	}
}

/** Beta(α, α) by Jöhnk's method. */
function beta(alpha: number, random: Random): number {
	for (;;) {
		const a = random.next() ** (1 / alpha);
		const b = random.next() ** (1 / alpha);
		if (a + b > 0 && a + b <= 1) return a / (a + b);
	}
}
