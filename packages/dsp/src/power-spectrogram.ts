import type { Matrix } from "@undertone/core";
import { type PadMode, type PowerPlan, powerPlan, rowsAtOnce } from "./power-plan.ts";

/** How a signal is cut into frames, in samples. */
export interface StftOptions {
	/** FFT size, a power of two. */
	readonly nFft?: number;
	/** From one frame to the next. */
	readonly hopLength?: number;
	/** Length of the Hann window, centred in the frame; at most `nFft`. */
	readonly winLength?: number;
	/** Whether frame t is centred on sample t · hopLength, padding standing before and after the signal. */
	readonly center?: boolean;
	/** What the padding is. */
	readonly padMode?: PadMode;
}

/** A few rows of a power spectrogram, on their way through {@link forEachPower}. */
export interface PowerRows {
	/** Shape `[count, stride]`, of which the first `bins` of each row count; overwritten by the next rows. */
	readonly rows: Float64Array;
	/** Index of the first frame. */
	readonly first: number;
	readonly count: number;
	/** Gives filterbanks of these rows. */
	readonly plan: PowerPlan;
}

/**
 * Walks over a power spectrogram a few frames at a time, without keeping it.
 *
 * @param visit - Called with consecutive rows.
 * @returns How many frames there are.
 * @throws {RangeError} If `nFft` is no power of two, `winLength > nFft`, or `hopLength < 1`.
 */
export function forEachPower(
	signal: Float32Array,
	options: StftOptions,
	visit: (some: PowerRows) => void,
): number {
	const walk = createPowerWalk(options);
	const total = frameCount(signal.length, options);
	walk(signal, firstCentre(options), total, visit);
	return total;
}

/** On which sample the first frame of a signal is centred. */
export function firstCentre({ nFft = 2048, center = true }: Pick<StftOptions, "nFft" | "center">): number {
	return center ? 0 : nFft / 2;
}

/**
 * Walks over `count` frames, the first centred on sample `centre`; what lies outside of the signal is padded. Frames
 * are counted from 0 in each call.
 */
export type PowerWalk = (
	signal: Float32Array,
	centre: number,
	count: number,
	visit: (some: PowerRows) => void,
) => void;

/**
 * {@link forEachPower} of frames at given places.
 *
 * @throws {RangeError} If `nFft` is no power of two, `winLength > nFft`, or `hopLength < 1`.
 */
export function createPowerWalk({
	nFft = 2048,
	hopLength = 512,
	winLength = nFft,
	padMode = "constant",
}: Omit<StftOptions, "center">): PowerWalk {
	if (!(hopLength >= 1 && Number.isInteger(hopLength))) {
		throw new RangeError(`powerSpectrogram: hopLength must be an integer of at least 1, got ${hopLength}.`);
	}
	if (winLength > nFft) {
		throw new RangeError(`powerSpectrogram: winLength must be at most nFft = ${nFft}, got ${winLength}.`);
	}
	const plan = powerPlan(nFft, winLength);
	return (signal, centre, count, visit) => {
		for (let first = 0; first < count; first += rowsAtOnce) {
			const some = Math.min(rowsAtOnce, count - first);
			const start = centre - nFft / 2 + first * hopLength;
			visit({ rows: plan.power(signal, start, hopLength, some, padMode), first, count: some, plan });
		}
	};
}

/** How many frames a signal of `n` samples has: 1 + floor(n / hopLength) when `center`. */
export function frameCount(
	n: number,
	{ nFft = 2048, hopLength = 512, center = true }: Pick<StftOptions, "nFft" | "hopLength" | "center">,
): number {
	return Math.max(0, 1 + Math.floor((n + (center ? 2 * (nFft / 2) : 0) - nFft) / hopLength));
}

/**
 * Power spectrogram |STFT|² with a periodic Hann window: `librosa.stft` with `pad_mode="constant"`, squared.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns Shape `[frames, nFft / 2 + 1]` (librosa's transpose); frames = 1 + floor(n / hopLength) when
 *   `center`, else 1 + floor((n − nFft) / hopLength), or 0 for a signal shorter than a frame.
 * @throws {RangeError} If `nFft` is no power of two, `winLength > nFft`, or `hopLength < 1`.
 *
 * @example
 * powerSpectrogram(new Float32Array(1024), { nFft: 256, hopLength: 128 }).rows // => 9
 */
export function powerSpectrogram(
	signal: Float32Array,
	options: StftOptions = {},
): Matrix & { readonly data: Float64Array } {
	const bins = (options.nFft ?? 2048) / 2 + 1;
	const rows = frameCount(signal.length, options);
	const data = new Float64Array(Number.isFinite(rows) ? rows * bins : 0);
	forEachPower(signal, options, ({ rows: power, first, count, plan }) => {
		for (let r = 0; r < count; r++) {
			data.set(power.subarray(r * plan.stride, r * plan.stride + bins), (first + r) * bins);
		}
	});
	return { rows, columns: bins, data };
}
