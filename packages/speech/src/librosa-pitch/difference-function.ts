import { createAutocorrelator } from "@undertone/dsp";

/** Frequencies in Hz, lengths in samples. */
export interface YinOptions {
	readonly sampleRate: number;
	/** Lowest and highest pitch, Hz. */
	readonly fMin?: number;
	readonly fMax?: number;
	readonly frameLength?: number;
	readonly hopLength?: number;
}

/** What {@link overDifferenceFunctions} gives for each frame. */
export interface PeriodRange {
	readonly minPeriod: number;
	readonly maxPeriod: number;
}

const correlators = new Map<string, ReturnType<typeof createAutocorrelator>>();

/**
 * Walks over the frames' cumulative mean normalised difference functions, equation 8 of YIN, as librosa 0.11
 * defines them: the difference d(τ) = Σ (x(n) − x(n + τ))² reaches over the frame's samples and, where the shifted
 * frame has ended, zeros.
 *
 * @param visit - Called with the values for the periods `minPeriod` … `maxPeriod`, overwritten by the next frame.
 * @returns How many frames there are: 1 + floor(n / hopLength), centred, zeros around the signal.
 * @throws {RangeError} If not 0 < fMin < fMax ≤ sampleRate / 2.
 * @see de Cheveigné & Kawahara (2002), doi:10.1121/1.1458024
 */
export function overDifferenceFunctions(
	signal: Float32Array,
	options: YinOptions,
	visit: (values: Float64Array, frame: number) => void,
): number {
	const frames = 1 + Math.floor(signal.length / (options.hopLength ?? 512));
	createDifferenceWalk(options)(signal, 0, frames, visit);
	return frames;
}

/**
 * {@link overDifferenceFunctions} of `count` frames, the first centred on sample `centre`.
 *
 * @throws {RangeError} If not 0 < fMin < fMax ≤ sampleRate / 2.
 */
export function createDifferenceWalk({
	sampleRate,
	fMin = 60,
	fMax = 500,
	frameLength = 2048,
	hopLength = 512,
}: YinOptions): (
	signal: Float32Array,
	centre: number,
	count: number,
	visit: (values: Float64Array, frame: number) => void,
) => void {
	const { minPeriod, maxPeriod } = periodRange({ sampleRate, fMin, fMax, frameLength });
	const size = 2 ** Math.ceil(Math.log2(frameLength + maxPeriod + 1));
	const key = `${size}:${maxPeriod + 1}`;
	const correlator = correlators.get(key) ?? createAutocorrelator(size, maxPeriod + 1);
	correlators.set(key, correlator);
	const values = new Float64Array(maxPeriod - minPeriod + 1);
	return (signal, centre, count, visit) => {
		const rows = correlator.frames();
		for (let first = 0; first < count; first += correlator.rowsAtOnce) {
			const some = Math.min(correlator.rowsAtOnce, count - first);
			rows.fill(0, 0, some * size);
			for (let r = 0; r < some; r++) {
				const start = centre + (first + r) * hopLength - (frameLength >> 1);
				const at = r * size;
				const shared = r === 0 ? 0 : Math.max(0, frameLength - hopLength);
				if (shared > 0) rows.copyWithin(at, at - size + hopLength, at - size + frameLength);
				const to = Math.min(frameLength, signal.length - start);
				for (let i = Math.max(shared, -start); i < to; i++) rows[at + i] = signal[start + i] as number;
			}
			const correlation = correlator.correlate(some);
			for (let r = 0; r < some; r++) {
				const at = r * (maxPeriod + 1);
				const energy = correlation[at] as number;
				let lost = 0;
				let sum = 0;
				for (let lag = 1; lag <= maxPeriod; lag++) {
					const sample = rows[r * size + lag - 1] as number;
					lost += sample * sample;
					const difference = 2 * (energy - (correlation[at + lag] as number)) - lost;
					sum += difference;
					if (lag >= minPeriod) values[lag - minPeriod] = difference / (sum / lag + tiny);
				}
				visit(values, first + r);
			}
		}
	};
}

/** The smallest normal number of double precision. */
const tiny = 2.2250738585072014e-308;

/**
 * Periods searched, in samples.
 *
 * @throws {RangeError} If not 0 < fMin < fMax ≤ sampleRate / 2.
 */
export function periodRange({
	sampleRate,
	fMin = 60,
	fMax = 500,
	frameLength = 2048,
}: YinOptions): PeriodRange {
	if (!(fMin > 0 && fMax > fMin && fMax <= sampleRate / 2)) {
		throw new RangeError(
			`yin: 0 < fMin < fMax <= sampleRate / 2 = ${sampleRate / 2} Hz must hold, got fMin = ${fMin} and fMax = ${fMax}.`,
		);
	}
	return {
		minPeriod: Math.floor(sampleRate / fMax),
		maxPeriod: Math.min(Math.ceil(sampleRate / fMin), frameLength - 1),
	};
}

/** Whether the function has a trough at `i`, as librosa counts them. */
export function isTrough(values: Float64Array, i: number): boolean {
	const here = values[i] as number;
	if (i === 0) return here < (values[1] as number);
	return here < (values[i - 1] as number) && (i + 1 === values.length || here <= (values[i + 1] as number));
}

/** Where between its neighbours the parabola through a value has its extremum, in (−1, 1); 0 at the ends. */
export function parabolicShift(values: Float64Array, i: number): number {
	if (i === 0 || i + 1 >= values.length) return 0;
	const before = values[i - 1] as number;
	const after = values[i + 1] as number;
	const a = after + before - 2 * (values[i] as number);
	const b = (after - before) / 2;
	return Math.abs(b) >= Math.abs(a) ? 0 : -b / a;
}
