import type { Matrix, Random } from "@undertone/core";

/** Samples as a network takes them. */
export interface NetworkData {
	/** A row a sample for every input of the network, flattened row-major. */
	readonly inputs: Readonly<Record<string, Matrix>>;
	readonly y: Int32Array;
	readonly classes: number;
	/** See `Dataset.allowed`. */
	readonly allowed?: Uint8Array | undefined;
	readonly sampleWeights?: Float32Array | undefined;
	/** What another model says of the samples, and its share of the targets (Hinton et al. 2015, arXiv:1503.02531). */
	readonly teacher?: { readonly probabilities: Matrix; readonly share: number } | undefined;
	/** Changes a sample of a training batch in place (SpecAugment). */
	readonly augment?: ((name: string, sample: Float32Array, random: Random) => void) | undefined;
}
