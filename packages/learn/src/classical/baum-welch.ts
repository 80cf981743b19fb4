import type { Random } from "@undertone/core";
import { type DiagonalGaussian, diagonalGaussian, logDensity, logSumExp } from "./diagonal-gaussian.ts";
import { fitMixture } from "./fit-mixture.ts";

/** A hidden Markov model whose states emit mixtures of Gaussians. */
export interface HiddenMarkovModel {
	/** Log-probability of beginning in each state. */
	readonly start: Float64Array;
	/** Log-probabilities of going from state i to j, shape `[states, states]`. */
	readonly transitions: Float64Array;
	/** Of every state, the Gaussians it emits (log weights within). */
	readonly emissions: readonly (readonly DiagonalGaussian[])[];
}

/** Shape and training of a {@link HiddenMarkovModel}. */
export interface BaumWelchOptions {
	readonly states: number;
	readonly components: number;
	/** Left-right models stay or go one state on; ergodic ones go anywhere. */
	readonly topology: "left-right" | "ergodic";
	readonly iterations: number;
	readonly leastVariance: number;
	readonly random: Random;
}

/** Log-probability of what may not happen. */
export const impossible = -1e4;

/** Frames of one clip: row-major `[frames, features]`, and the clip's weight. */
export interface FrameSequence {
	readonly data: Float32Array;
	readonly frames: number;
	readonly weight: number;
}

/**
 * Fits a hidden Markov model by expectation–maximisation from a segmentation into equal parts.
 *
 * @param sequences - At least one, each of at least one frame.
 * @param f - Features of a frame.
 * @see Rabiner (1989), doi:10.1109/5.18626
 */
export function baumWelch(
	sequences: readonly FrameSequence[],
	f: number,
	options: BaumWelchOptions,
): HiddenMarkovModel {
	let model = startFrom(sequences, f, options);
	let before = Number.NEGATIVE_INFINITY;
	for (let iteration = 0; iteration < options.iterations; iteration++) {
		const { next, likelihood } = reestimate(model, sequences, f, options);
		model = next;
		if (likelihood - before < 1e-5 * Math.abs(likelihood)) break;
		before = likelihood;
	}
	return model;
}

/** Log-likelihood of a sequence, by the forward recursion. */
export function sequenceLikelihood(
	model: HiddenMarkovModel,
	emissions: Float64Array,
	frames: number,
): number {
	return logSumExp(forward(model, emissions, frames).subarray((frames - 1) * model.start.length));
}

/** Log-densities of every frame in every state, shape `[frames, states]`. */
export function emissionLogs(
	{ emissions }: HiddenMarkovModel,
	data: Float32Array,
	frames: number,
	f: number,
): Float64Array {
	const states = emissions.length;
	const logs = new Float64Array(frames * states);
	for (let t = 0; t < frames; t++) {
		const x = data.subarray(t * f, (t + 1) * f);
		for (const [s, parts] of emissions.entries()) {
			const [only] = parts;
			logs[t * states + s] =
				parts.length === 1 && only !== undefined
					? logDensity(only, x)
					: logSumExp(parts.map((part) => logDensity(part, x)));
		}
	}
	return logs;
}

function startFrom(
	sequences: readonly FrameSequence[],
	f: number,
	{ states, components, topology, leastVariance, random }: BaumWelchOptions,
): HiddenMarkovModel {
	const emissions = Array.from({ length: states }, (_, s) => {
		const lines: number[] = [];
		const weights: number[] = [];
		for (const { data, frames, weight } of sequences) {
			const [from, to] = [Math.floor((s * frames) / states), Math.floor(((s + 1) * frames) / states)];
			// A sequence shorter than the model lends its nearest frame to every state.
			const last = Math.max(to, Math.min(from + 1, frames));
			for (let t = Math.min(from, frames - 1); t < last; t++) {
				for (let i = 0; i < f; i++) lines.push(data[t * f + i] as number);
				weights.push(weight);
			}
		}
		const count = Math.max(1, Math.min(components, Math.floor(weights.length / 10)));
		const frames = { rows: weights.length, columns: f, data: Float64Array.from(lines) };
		return fitMixture(frames, Float64Array.from(weights), { count, iterations: 10, leastVariance, random });
	});
	const start = new Float64Array(states).fill(topology === "ergodic" ? -Math.log(states) : impossible);
	const transitions = new Float64Array(states * states).fill(
		topology === "ergodic" ? Math.log(0.2 / Math.max(states - 1, 1)) : impossible,
	);
	if (topology === "left-right") start[0] = 0;
	for (let s = 0; s < states; s++) {
		const ends = topology === "left-right" && s === states - 1;
		transitions[s * states + s] = ends || states === 1 ? 0 : Math.log(0.8);
		if (topology === "left-right" && !ends) transitions[s * states + s + 1] = Math.log(0.2);
	}
	return { start, transitions, emissions };
}

function forward({ start, transitions }: HiddenMarkovModel, b: Float64Array, frames: number): Float64Array {
	const states = start.length;
	const alpha = new Float64Array(frames * states);
	const into = new Float64Array(states);
	for (let j = 0; j < states; j++) alpha[j] = (start[j] as number) + (b[j] as number);
	for (let t = 1; t < frames; t++) {
		for (let j = 0; j < states; j++) {
			for (let i = 0; i < states; i++) {
				into[i] = (alpha[(t - 1) * states + i] as number) + (transitions[i * states + j] as number);
			}
			alpha[t * states + j] = logSumExp(into) + (b[t * states + j] as number);
		}
	}
	return alpha;
}

function backward({ start, transitions }: HiddenMarkovModel, b: Float64Array, frames: number): Float64Array {
	const states = start.length;
	const beta = new Float64Array(frames * states);
	const onward = new Float64Array(states);
	for (let t = frames - 2; t >= 0; t--) {
		for (let i = 0; i < states; i++) {
			for (let j = 0; j < states; j++) {
				const next = (t + 1) * states + j;
				onward[j] = (transitions[i * states + j] as number) + (b[next] as number) + (beta[next] as number);
			}
			beta[t * states + i] = logSumExp(onward);
		}
	}
	return beta;
}

/** Sums that the new parameters are made of. */
interface Sums {
	readonly start: Float64Array;
	readonly transitions: Float64Array;
	readonly parts: readonly (readonly { mass: number; first: Float64Array; second: Float64Array }[])[];
}

function reestimate(
	model: HiddenMarkovModel,
	sequences: readonly FrameSequence[],
	f: number,
	options: BaumWelchOptions,
): { next: HiddenMarkovModel; likelihood: number } {
	const { states } = options;
	const sums: Sums = {
		start: new Float64Array(states),
		transitions: new Float64Array(states * states),
		parts: model.emissions.map((parts) =>
			parts.map(() => ({ mass: 0, first: new Float64Array(f), second: new Float64Array(f) })),
		),
	};
	let likelihood = 0;
	for (const sequence of sequences) likelihood += collect(model, sequence, f, sums);
	const emissions = model.emissions.map((parts, s) => {
		const own = sums.parts[s] ?? [];
		const total = own.reduce((sum, { mass }) => sum + mass, 0);
		return parts.map((part, k) => {
			const { mass, first, second } = own[k] as NonNullable<(typeof own)[number]>;
			if (mass < 1e-6) return part;
			const mean = first.map((value) => value / mass);
			const variance = second.map((value, i) =>
				Math.max(value / mass - (mean[i] as number) ** 2, options.leastVariance),
			);
			return diagonalGaussian(Math.log(mass / total), mean, variance);
		});
	});
	const transitions = new Float64Array(states * states);
	for (let i = 0; i < states; i++) {
		const line = sums.transitions.subarray(i * states, (i + 1) * states);
		const total = line.reduce((a, b) => a + b, 0);
		for (let j = 0; j < states; j++) {
			const old = model.transitions[i * states + j] as number;
			transitions[i * states + j] = total > 1e-6 ? safeLog((line[j] as number) / total) : old;
		}
	}
	const all = sums.start.reduce((a, b) => a + b, 0);
	return {
		next: { start: sums.start.map((value) => safeLog(value / all)), transitions, emissions },
		likelihood,
	};
}

/** Adds what one sequence says; returns its weighted log-likelihood. */
function collect(
	model: HiddenMarkovModel,
	{ data, frames, weight }: FrameSequence,
	f: number,
	sums: Sums,
): number {
	const states = model.start.length;
	const b = emissionLogs(model, data, frames, f);
	const alpha = forward(model, b, frames);
	const beta = backward(model, b, frames);
	const whole = logSumExp(alpha.subarray((frames - 1) * states));
	for (let t = 0; t < frames; t++) {
		const x = data.subarray(t * f, (t + 1) * f);
		for (let i = 0; i < states; i++) {
			const at = t * states + i;
			const share = weight * Math.exp((alpha[at] as number) + (beta[at] as number) - whole);
			if (t === 0) sums.start[i] = (sums.start[i] as number) + share;
			if (share < 1e-8) continue;
			for (let j = 0; t + 1 < frames && j < states; j++) {
				const next = (t + 1) * states + j;
				const step =
					(alpha[at] as number) +
					(model.transitions[i * states + j] as number) +
					(b[next] as number) +
					(beta[next] as number);
				const to = i * states + j;
				sums.transitions[to] = (sums.transitions[to] as number) + weight * Math.exp(step - whole);
			}
			for (const [k, part] of (model.emissions[i] ?? []).entries()) {
				const into = sums.parts[i]?.[k];
				const own = share * Math.exp(logDensity(part, x) - (b[at] as number));
				if (into === undefined || own < 1e-8) continue;
				into.mass += own;
				for (let d = 0; d < f; d++) {
					const value = x[d] as number;
					into.first[d] = (into.first[d] as number) + own * value;
					into.second[d] = (into.second[d] as number) + own * value * value;
				}
			}
		}
	}
	return weight * whole;
}

function safeLog(p: number): number {
	return p > 1e-12 ? Math.log(p) : impossible;
}
