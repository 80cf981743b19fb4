import type { Matrix } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import type { Dataset } from "./dataset.ts";

/** How far a fit has come. */
export interface Progress {
	/** Epochs, trees or iterations done, and to do. */
	readonly epoch: number;
	readonly epochs: number;
	/** Mean over the epoch, while training (dropout at work). */
	readonly loss: number;
	readonly accuracy: number;
	/** On the validation part; absent without one. */
	readonly validationLoss?: number;
	readonly validationAccuracy?: number;
	readonly validationUar?: number;
	/** Seconds of work so far, also of the runs before a kill; absent where a fit cannot be resumed. */
	readonly seconds?: number;
	readonly secondsLeft: number;
}

/** What a fit takes besides the data. */
export interface FitOptions {
	/** The same seed, data and threads give the same model. */
	readonly seed: number;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: Progress) => void;
	/** For choosing the best epoch; its speakers must not be among the training part's. */
	readonly validation?: Dataset;
	/** Weight of every row, not negative. */
	readonly sampleWeights?: Float32Array;
	readonly threads?: number;
	/** The bytes that `onCheckpoint` gave last, to go on from there. */
	readonly resume?: Uint8Array;
	/** Called after every epoch with all that is needed to resume. */
	readonly onCheckpoint?: (state: Uint8Array, progress: Progress) => void | Promise<void>;
}

/** Something that learns; it holds settings only. */
export interface Estimator {
	readonly name: string;
	/**
	 * @throws {RangeError} If the data are none to learn from (see `checkDataset`).
	 * @throws {UndertoneError} `cancelled` if `signal` fires.
	 */
	fit(data: Dataset, options: FitOptions): Promise<FittedModel>;
}

/** A learnt model: immutable. */
export interface FittedModel {
	/** The estimator's name. */
	readonly name: string;
	readonly labels: readonly string[];
	/** Number of features of a row. */
	readonly features: number;
	/** Divides the logits before the softmax; 1 unless calibrated. */
	readonly temperature: number;
	/** What the fit tells about itself, such as the number of support vectors or the curves. */
	readonly summary: Readonly<Record<string, unknown>>;
	/**
	 * @param x - Raw features, shape `[rows, features]`; NaN where undefined.
	 * @returns Probabilities, shape `[rows, labels]`.
	 */
	predict(x: Matrix): Promise<Matrix>;
	/** As {@link predict} before temperature and softmax; of a model without logits, log probabilities. */
	logits(x: Matrix): Promise<Matrix>;
	/** The same model with another temperature. */
	withTemperature(temperature: number): FittedModel;
	/**
	 * Appends the whole model to a graph.
	 *
	 * @param features - Name of the raw features, float32 `[N, features]`.
	 * @returns The name of the calibrated probabilities, `[N, labels]`.
	 */
	appendTo(graph: GraphBuilder, features: string): string;
	/** As {@link appendTo}, but returns the logits before temperature and softmax. */
	appendLogits(graph: GraphBuilder, features: string): string;
	/** An `.onnx` file with input `features` (raw, `[N, features]`) and output `probabilities` (`[N, labels]`). */
	toOnnx(metadata?: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer>;
}
