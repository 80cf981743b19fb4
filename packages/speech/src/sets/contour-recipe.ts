import type { PartOfSound } from "../pitch/frame-times.ts";
import { createPeakAroundMean } from "../pitch/peak-around-mean.ts";
import type { FeatureSet } from "./feature-set.ts";
import { type SignalPieces, type SignalWindow, windowsOf } from "./signal-pieces.ts";

/** What numbers of a signal, or of a window of it, are taken from. */
export interface SignalContours {
	/** By name, a number every `hopLength` samples, NaN where undefined; their lengths may differ by a few frames. */
	readonly contours: Readonly<Record<string, Float64Array>>;
	/** Centre of the first frame of the whole, s, of the contours of which it is asked. */
	readonly starts?: Readonly<Record<string, number>>;
	readonly pulses?: Pulses;
}

/** Glottal pulses. */
interface Pulses {
	/** s, rising. */
	readonly times: Float64Array;
	/** NaN where there is none; same shape. */
	readonly amplitudes: Float64Array;
}

/** What analyses of a part need of the whole. */
export interface WholeSignal {
	readonly samples: number;
	/** Largest distance of a sample from the mean of all. */
	readonly peak: number;
	/** Sum of squares. */
	readonly energy: number;
	/** What the recipe's `gather` found; without it, what is analysed is the whole. */
	readonly gathered?: number;
}

/** A number that analyses need of the whole before they begin. */
interface Gather {
	/** Of nothing. */
	readonly start: number;
	/** With that of frames `from` … `to` of a window, which knows 100 ms to either side of them. */
	add(soFar: number, window: SignalWindow): number;
}

/**
 * How a set comes to its numbers: contours, each frame of which hangs on the signal near it and on a few numbers of the
 * whole, and what is taken from them. So the same functions serve a clip at once and an hour window by window, of which
 * nothing is held but the contours.
 */
export interface ContourRecipe {
	/** Hz. */
	readonly sampleRate: number;
	/** Samples. */
	readonly hopLength: number;
	/** Frame t of the result is frame `part.origin` + t of the whole. */
	contours(signal: Float32Array, part: WholeSignal & PartOfSound): SignalContours;
	/** The numbers of the set, in order. */
	statistics(of: SignalContours, whole: WholeSignal): Iterable<number>;
	readonly gather?: Gather;
}

/** A set of one row a clip by a recipe. */
export function byRecipe(recipe: ContourRecipe): Pick<FeatureSet, "extract" | "inPieces"> {
	return {
		extract: (signal) => {
			const whole = measured(signal);
			const data = Float32Array.from(recipe.statistics(contoursAtOnce(signal, recipe, whole), whole));
			return { rows: 1, columns: data.length, data };
		},
		inPieces: async function* (signal) {
			const whole = await measuredInPieces(signal, recipe);
			yield Float32Array.from(recipe.statistics(await joinedContours(signal, recipe, whole), whole));
		},
	};
}

/** The contours of a signal that is there as a whole. */
export function contoursAtOnce(
	signal: Float32Array,
	recipe: Pick<ContourRecipe, "contours">,
	whole: WholeSignal = measured(signal),
): SignalContours {
	return recipe.contours(signal, { ...whole, origin: 0 });
}

/**
 * Frames of a long recording that are computed at once, and beside them: the path through the pitch candidates does
 * not turn on what is ten seconds away, and no voiced stretch is as long.
 */
const window = { core: 6000, margin: 1000 };

/** The contours of overlapping windows. */
export async function* contoursInPieces(
	signal: SignalPieces,
	{ hopLength, contours }: Pick<ContourRecipe, "hopLength" | "contours">,
	whole: WholeSignal,
): AsyncGenerator<SignalContours & Omit<SignalWindow, "signal">> {
	for await (const { signal: part, origin, from, to } of windowsOf(signal, { hopLength, ...window }))
		yield { ...contours(part, { ...whole, origin }), origin, from, to };
}

/** The contours of the whole, put together from windows. */
export async function joinedContours(
	signal: SignalPieces,
	recipe: Pick<ContourRecipe, "sampleRate" | "hopLength" | "contours">,
	whole: WholeSignal,
): Promise<SignalContours> {
	const contours: Record<string, Float64Array> = {};
	const pulses: Pulses[] = [];
	let starts: SignalContours["starts"];
	const room = 1 + Math.floor(signal.length / recipe.hopLength);
	for await (const { origin, from, to, ...of } of contoursInPieces(signal, recipe, whole)) {
		starts = of.starts;
		for (const [name, values] of Object.entries(of.contours)) {
			const end = Math.min(values.length, to);
			contours[name] ??= new Float64Array(room);
			contours[name].set(values.subarray(from, end), origin + from);
			if (to === Infinity) contours[name] = contours[name].subarray(0, origin + end);
		}
		if (of.pulses === undefined) continue;
		const step = recipe.hopLength / recipe.sampleRate;
		pulses.push(
			pulsesBetween(of.pulses, from === 0 ? -Infinity : (origin + from) * step, (origin + to) * step),
		);
	}
	return {
		contours,
		...(starts !== undefined && { starts }),
		...(pulses.length > 0 && {
			pulses: {
				times: concatenated(pulses.map(({ times }) => times)),
				amplitudes: concatenated(pulses.map(({ amplitudes }) => amplitudes)),
			},
		}),
	};
}

function pulsesBetween({ times, amplitudes }: Pulses, from: number, to: number): Pulses {
	let first = 0;
	while (first < times.length && (times[first] as number) < from) first++;
	let end = first;
	while (end < times.length && (times[end] as number) < to) end++;
	return { times: times.slice(first, end), amplitudes: amplitudes.slice(first, end) };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
	const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

function measured(signal: Float32Array): WholeSignal {
	const meter = createMeter();
	meter.add(signal);
	return meter.whole();
}

/** {@link WholeSignal} of a recording in pieces, which is gone through once, and once more where a recipe gathers. */
export async function measuredInPieces(
	signal: SignalPieces,
	{ hopLength, gather }: Pick<ContourRecipe, "hopLength" | "gather">,
): Promise<WholeSignal> {
	const meter = createMeter();
	for await (const piece of signal.pieces()) meter.add(piece);
	if (gather === undefined) return meter.whole();
	let gathered = gather.start;
	for await (const part of windowsOf(signal, { hopLength, core: window.core, margin: 10 }))
		gathered = gather.add(gathered, part);
	return { ...meter.whole(), gathered };
}

function createMeter(): { add(piece: Float32Array): void; whole(): WholeSignal } {
	const meter = createPeakAroundMean();
	let energy = 0;
	let samples = 0;
	return {
		add: (piece) => {
			meter.add(piece);
			let sum = energy;
			for (let i = 0; i < piece.length; i++) sum += (piece[i] as number) ** 2;
			energy = sum;
			samples += piece.length;
		},
		whole: () => ({ samples, peak: meter.peak(), energy }),
	};
}
