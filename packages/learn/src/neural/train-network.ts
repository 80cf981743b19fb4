import { createRandom, UndertoneError } from "@undertone/core";
import {
	compileEvaluation,
	compileTraining,
	createSession,
	float32Data,
	initialWeights,
	type NetworkDefinition,
	type Weights,
} from "@undertone/onnx";
import { balancedClassWeights } from "../class-weights.ts";
import type { FitOptions, Progress } from "../estimator.ts";
import { balancedBatches, shuffledBatches } from "./draw-batches.ts";
import { evaluateNetwork, type NetworkScores } from "./evaluate-network.ts";
import { createBatchFiller } from "./fill-batch.ts";
import { learningRateFactor } from "./learning-rate.ts";
import type { NetworkData } from "./network-data.ts";
import { beta1, beta2, type StepParts, trainStep } from "./train-step.ts";
import type { TrainingOptions } from "./training-options.ts";
import { decodeTrainingState, encodeTrainingState, type TrainingState } from "./training-state.ts";
import { averageWeights, currentWeights } from "./weight-average.ts";

/** What a training gives. */
export interface TrainedNetwork {
	/** After the last epoch (averaged, if weights are averaged). */
	readonly last: Weights;
	/** Of the best epoch on the validation part; the last without one. */
	readonly best: Weights;
	/** 1-based; the last epoch without a validation part. */
	readonly bestEpoch: number;
	/** One entry an epoch. */
	readonly curves: readonly Progress[];
}

/** What the training of a network takes besides data and settings. */
export interface NetworkFitOptions extends FitOptions {
	/** To begin with, in place of random numbers: a network of the same definition. */
	readonly initial?: Weights;
}

/** Settings and parts of one training. */
interface Run extends StepParts {
	readonly definition: NetworkDefinition;
	readonly data: NetworkData;
	readonly fit: NetworkFitOptions;
	readonly batchSize: number;
}

/**
 * Trains a network by mini-batches with Adam, or with stochastic gradient descent; either, if wished, by the gradient
 * at the worst point near by (`sharpness`).
 *
 * One seed gives the same numbers (same machine, same threads), whether or not the training was killed and
 * resumed in between: the random numbers of an epoch follow from the seed and the epoch alone.
 *
 * @param validation - For the curves, the best epoch and early stopping.
 * @throws {UndertoneError} `cancelled` if the signal fires.
 * @throws {RangeError} If the loss is not finite any more, or `initial` is of another network.
 */
export async function trainNetwork(
	definition: NetworkDefinition,
	data: NetworkData,
	options: Required<TrainingOptions>,
	fit: NetworkFitOptions,
	validation?: NetworkData,
): Promise<TrainedNetwork> {
	const batchSize = Math.min(options.batchSize, data.y.length);
	const threads = fit.threads ?? 1;
	const initial = initialOf(definition, fit);
	const graph = compileTraining(definition, {
		batch: batchSize,
		initial,
		masked: data.allowed !== undefined,
		optimizer: options.optimizer,
		weightDecay: options.weightDecay,
		clipNorm: options.clipNorm ?? undefined,
		beta1,
		beta2,
	});
	const session = await createSession(graph.bytes, { threads });
	const evaluation =
		validation === undefined ? undefined : await createSession(compileEvaluation(definition), { threads });
	const none = new Float64Array(definition.classes).fill(1);
	const filler = createBatchFiller(data, {
		shapes: definition.inputs,
		batchSize,
		labelSmoothing: options.labelSmoothing,
		mixup: options.mixup,
		classWeights: options.classWeights === "balanced" ? balancedClassWeights(data.y, data.classes) : none,
		masks: graph.masks,
	});
	const run: Run = { definition, data, options, fit, graph, session, filler, batchSize };
	// Without a radius as before there was one, so that trainings of then can be resumed.
	const { sharpness, ...others } = options;
	const settings = sharpness > 0 ? options : others;
	const key = JSON.stringify([fit.seed, settings, graph.weights, data.y.length, definition.inputs]);
	const state = fit.resume === undefined ? start(run, initial) : decodeTrainingState(fit.resume, key);
	try {
		const began = performance.now();
		const first = state.epoch;
		const before = state.curves.at(-1)?.seconds ?? 0;
		while (state.epoch < options.epochs && state.epoch - state.bestEpoch < options.patience) {
			const trained = await trainEpoch(run, state);
			state.epoch++;
			averageWeights(options, state, "epoch");
			const scores =
				evaluation === undefined || validation === undefined
					? undefined
					: await evaluateNetwork(
							evaluation,
							definition.inputs,
							validation,
							currentWeights(run.options, state),
						);
			keepBest(run, state, scores);
			const seconds = (performance.now() - began) / 1000;
			const progress: Progress = {
				...report(state.epoch, options.epochs, trained, scores),
				seconds: before + seconds,
				secondsLeft: (seconds / (state.epoch - first)) * (options.epochs - state.epoch),
			};
			state.curves.push(progress);
			fit.onProgress?.(progress);
			await fit.onCheckpoint?.(encodeTrainingState(state, key), progress);
		}
	} finally {
		await session.release();
		await evaluation?.release();
	}
	const best = { weights: state.bestWeights, running: state.bestRunning };
	return { last: currentWeights(run.options, state), best, bestEpoch: state.bestEpoch, curves: state.curves };
}

/** What the training begins with. */
function initialOf(definition: NetworkDefinition, { initial, seed }: NetworkFitOptions): Weights {
	const random = initialWeights(definition, seed);
	if (initial === undefined) return random;
	const [weights, running] = [random.weights.length, random.running.length];
	if (initial.weights.length === weights && initial.running.length === running) return initial;
	throw new RangeError(
		`trainNetwork: \`initial\` must hold ${weights} weights and ${running} running values, as the network does, but holds ${initial.weights.length} and ${initial.running.length}. Give those of the same definition.`,
	);
}

function start({ graph, options }: Run, { weights, running }: Weights): TrainingState {
	return {
		epoch: 0,
		step: 0,
		bestEpoch: 0,
		bestScore: Number.NEGATIVE_INFINITY,
		curves: [],
		averaged: 0,
		weights,
		mean: new Float32Array(graph.weights),
		square: new Float32Array(options.optimizer === "adam" ? graph.weights : 0),
		running,
		bestWeights: weights,
		bestRunning: running,
		averageWeights: new Float32Array(0),
		averageRunning: new Float32Array(0),
	};
}

async function trainEpoch(run: Run, state: TrainingState): Promise<{ loss: number; accuracy: number }> {
	const { data, options, fit, batchSize, filler } = run;
	const random = createRandom(fit.seed).fork(`epoch ${state.epoch}`);
	const batches =
		options.batches === "balanced"
			? balancedBatches(data.y, batchSize, random)
			: shuffledBatches(data.y.length, batchSize, random);
	let loss = 0;
	let total = 0;
	let right = 0;
	let seen = 0;
	for (const [b, batch] of batches.entries()) {
		if (fit.signal?.aborted) {
			throw new UndertoneError("cancelled", "The training was cancelled.", { cause: fit.signal.reason });
		}
		const weight = filler.fill(batch, random);
		if (weight === 0) continue;
		const progress = (state.epoch + b / batches.length) / options.epochs;
		const rate = options.learningRate * learningRateFactor(options.schedule, progress);
		const outputs = await trainStep(run, state, rate);
		loss += weight * (float32Data(outputs.loss, "loss")[0] as number);
		total += weight;
		right += countRight(run, float32Data(outputs.logits, "logits"), batch.count);
		seen += batch.count;
		averageWeights(options, state, "step");
	}
	if (!Number.isFinite(loss)) {
		throw new RangeError(
			`trainNetwork: the loss must stay finite, but it is not after epoch ${state.epoch + 1}. ` +
				`Lower learningRate (now ${options.learningRate}) or set clipNorm.`,
		);
	}
	return { loss: loss / total, accuracy: right / seen };
}

/** Samples of the batch whose highest logit (among the allowed) is that of their largest target. */
function countRight({ filler, data: { classes } }: Run, logits: Float32Array, count: number): number {
	const targets = filler.feeds.targets?.data as Float32Array;
	const offset = filler.feeds.offset?.data as Float32Array | undefined;
	let right = 0;
	for (let i = 0; i < count; i++) {
		let best = 0;
		let target = 0;
		const score = (c: number): number =>
			(logits[i * classes + c] as number) + (offset?.[i * classes + c] ?? 0);
		for (let c = 1; c < classes; c++) {
			if (score(c) > score(best)) best = c;
			if ((targets[i * classes + c] as number) > (targets[i * classes + target] as number)) target = c;
		}
		if (best === target) right++;
	}
	return right;
}

function keepBest(run: Run, state: TrainingState, scores: NetworkScores | undefined): void {
	const { monitor } = run.options;
	let score = state.epoch;
	if (scores !== undefined) score = monitor === "loss" ? -scores.loss : scores[monitor];
	if (score <= state.bestScore) return;
	const { weights, running } = currentWeights(run.options, state);
	state.bestScore = score;
	state.bestEpoch = state.epoch;
	state.bestWeights = weights.slice();
	state.bestRunning = running.slice();
}

function report(
	epoch: number,
	epochs: number,
	trained: { readonly loss: number; readonly accuracy: number },
	scores: NetworkScores | undefined,
): Omit<Progress, "secondsLeft"> {
	return {
		epoch,
		epochs,
		...trained,
		...(scores === undefined
			? {}
			: {
					validationLoss: scores.loss,
					validationAccuracy: scores.accuracy,
					validationUar: scores.uar,
				}),
	};
}
