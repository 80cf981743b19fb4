import type { Random } from "@undertone/core";
import type { Attributes, GraphBuilder } from "../graph-builder.ts";

/** A symbolic float32 tensor; a first dimension of −1 is a batch of any size. */
export interface Value {
	readonly name: string;
	readonly shape: readonly number[];
}

/** Fills a parameter of the given shape with its first values. */
export type Initial = (random: Random, shape: readonly number[]) => Float32Array;

/** A value that another was computed from, and how a gradient flows back to it. */
interface Parent {
	readonly value: Value;
	/** From the gradient with respect to the output, the gradient with respect to `value` (same shape). */
	readonly gradient: (gradient: Value) => Value;
}

/** How a value came to be, for the backward pass. */
export interface Derivation {
	readonly output: Value;
	readonly parents: readonly Parent[];
}

/** Weights of one layer within the flat vector of all weights. */
export interface Parameter {
	readonly value: Value;
	readonly offset: number;
	readonly size: number;
	readonly initial: Initial;
	/** Whether weight decay acts on it (matrices and kernels, not biases and scales). */
	readonly decays: boolean;
	/** Whether training leaves it as it is. */
	readonly frozen: boolean;
}

/** See {@link Parameter}; by default it decays and is trained. */
type ParameterOptions = Partial<Pick<Parameter, "decays" | "frozen">>;

/** Statistics of one layer that training keeps by a moving average, within a flat vector. */
export interface Running {
	readonly value: Value;
	readonly offset: number;
	readonly size: number;
	readonly initial: number;
	next: Value | undefined;
}

/** A dropout mask that the training loop fills anew at every step. */
export interface Mask {
	readonly value: Value;
	/** Share of elements that are set to zero; the others are 1 / (1 − rate). */
	readonly rate: number;
}

/** A network under construction: layers append their operators and, in training, their gradients. */
export interface Network {
	/** Whether dropout and batch statistics are at work. */
	readonly training: boolean;
	readonly builder: GraphBuilder;
	readonly parameters: readonly Parameter[];
	readonly runnings: readonly Running[];
	readonly masks: readonly Mask[];
	readonly derivations: readonly Derivation[];
	/** Appends an operator with one output of a known shape; it has no gradient until `derive` gives one. */
	op(
		op: string,
		inputs: readonly (Value | string)[],
		shape: readonly number[],
		attributes?: Attributes,
	): Value;
	/** A constant; a number gives a scalar. */
	constant(values: number | ArrayLike<number>, shape?: readonly number[]): Value;
	parameter(shape: readonly number[], initial: Initial, options?: ParameterOptions): Value;
	running(shape: readonly number[], initial: number): Value;
	/** Says what a running statistic becomes after this step. */
	updateRunning(running: Value, next: Value): void;
	mask(shape: readonly number[], rate: number): Value;
	readonly losses: readonly Value[];
	/** Adds a scalar, times a weight, to what training makes small; without effect outside training. */
	addLoss(loss: Value, weight: number): void;
	/** Records the gradients of `output` and returns it. */
	derive(output: Value, parents: readonly Parent[]): Value;
}

/** Number of elements of a shape (the batch, if it may vary, left out). */
export function sizeOf(shape: readonly number[]): number {
	return shape.reduce((product, dimension) => product * Math.abs(dimension), 1);
}
