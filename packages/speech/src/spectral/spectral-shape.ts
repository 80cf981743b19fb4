import type { Matrix } from "@undertone/core";
import type { FrameFeature } from "../frames/frame-feature.ts";
import { spectralFrames } from "../frames/spectral-frames.ts";
import type { SpectralOptions } from "./spectral-options.ts";

/** What {@link spectralShape} gives for every frame, in order. */
export const spectralShapeNames = [
	"centroid",
	"bandwidth",
	"rolloff85",
	"flatness",
	"flux",
	"slope0to500",
	"slope500to1500",
	"alphaRatio",
	"hammarbergIndex",
] as const;

/**
 * Descriptions of a spectrum's shape, none of which depends on its level.
 *
 * From the power spectrum P(f): centroid Σ f P / Σ P and bandwidth, the deviation around it (Hz); the frequency
 * below which 85 % of the power lies (Hz); flatness, 10 log10 of the geometric over the arithmetic mean (dB);
 * flux, the distance from the previous frame's spectrum, both scaled to unit sum of magnitudes; slopes of the dB
 * spectrum over 0–500 and 500–1500 Hz (dB / kHz); alpha ratio, level 50–1000 over 1000–5000 Hz (dB); Hammarberg
 * index, strongest bin of 0–2 over that of 2–5 kHz (dB).
 *
 * @param power - Power spectrogram, shape `[frames, bins]`.
 * @param sampleRate - Hz.
 * @returns Shape `[frames, 9]`; NaN for frames without any power.
 * @see Eyben et al. (2016), doi:10.1109/TAFFC.2015.2457417, for slopes, alpha ratio and Hammarberg index
 */
export function spectralShape(power: Matrix, sampleRate: number): Matrix & { readonly data: Float64Array } {
	const columns = spectralShapeNames.length;
	const data = new Float64Array(power.rows * columns);
	const push = createSpectralShaper(power.columns, sampleRate);
	push(power.data, power.rows, power.columns, data, 0);
	return { rows: power.rows, columns, data };
}

/** {@link spectralShape} of the power spectra that `options` ask for, as a feature of frames. */
export function shapeFrames(options: SpectralOptions): FrameFeature {
	const push = createSpectralShaper((options.nFft ?? 2048) / 2 + 1, options.sampleRate);
	return spectralFrames(options, spectralShapeNames.length, ({ rows, count, plan }, out, at) => {
		push(rows, count, plan.stride, out, at);
	});
}

/**
 * {@link spectralShape} of rows that come a few at a time.
 *
 * @param bins - Of a row.
 * @returns Takes `count` rows, `stride` numbers from one to the next, and writes what it says of them to `data` from
 *   index `begin` on, shape `[count, 9]`; flux is the distance from the last row of the call before.
 */
export function createSpectralShaper(
	bins: number,
	sampleRate: number,
): (rows: ArrayLike<number>, count: number, stride: number, data: Float64Array, begin: number) => void {
	const width = spectralShapeNames.length;
	const hz = sampleRate / (2 * (bins - 1));
	const bin = (frequency: number): number => Math.min(bins - 1, Math.round(frequency / hz));
	const magnitude = new Float64Array(bins);
	const previous = new Float64Array(bins);
	const db = new Float64Array(bins);
	let hasPrevious = false;
	return (p, count, stride, data, begin) => {
		data.fill(Number.NaN, begin, begin + count * width);
		for (let t = 0; t < count; t++) {
			const at = t * stride;
			let total = 0;
			let first = 0;
			let magnitudes = 0;
			for (let k = 0; k < bins; k++) {
				const value = p[at + k] as number;
				total += value;
				first += k * value;
				const root = Math.sqrt(value);
				magnitude[k] = root;
				magnitudes += root;
			}
			if (!(total > 0)) {
				hasPrevious = false;
				continue;
			}
			const centroid = first / total;
			let second = 0;
			let running = 0;
			let rolloff = bins - 1;
			let logSum = 0;
			let flux = 0;
			const floor = 1e-10 * total;
			for (let k = 0; k < bins; k++) {
				const value = p[at + k] as number;
				second += (k - centroid) ** 2 * value;
				running += value;
				if (running < 0.85 * total) rolloff = k + 1;
				const level = Math.log(Math.max(value, floor));
				logSum += level;
				db[k] = (10 / Math.LN10) * level;
				const share = (magnitude[k] as number) / magnitudes;
				flux += (share - (previous[k] as number)) ** 2;
				previous[k] = share;
			}
			store(
				data,
				begin + t * width,
				centroid * hz,
				Math.sqrt(second / total) * hz,
				Math.min(rolloff, bins - 1) * hz,
				(10 / Math.LN10) * (logSum / bins - Math.log(total / bins)),
				hasPrevious ? Math.sqrt(flux) : Number.NaN,
				slope(db, bin(0), bin(500)) / (hz / 1000),
				slope(db, bin(500), bin(1500)) / (hz / 1000),
				10 * Math.log10(sum(p, at + bin(50), at + bin(1000)) + floor) -
					10 * Math.log10(sum(p, at + bin(1000), at + bin(5000)) + floor),
				peak(db, bin(0), bin(2000)) - peak(db, bin(2000), bin(5000)),
			);
			hasPrevious = true;
		}
	};
}

/** A function of its own: stored where they are computed, the numbers take a fifth more time. */
function store(
	data: Float64Array,
	at: number,
	a: number,
	b: number,
	c: number,
	d: number,
	e: number,
	f: number,
	g: number,
	h: number,
	i: number,
): void {
	data[at] = a;
	data[at + 1] = b;
	data[at + 2] = c;
	data[at + 3] = d;
	data[at + 4] = e;
	data[at + 5] = f;
	data[at + 6] = g;
	data[at + 7] = h;
	data[at + 8] = i;
}

/** Least-squares slope per bin over bins [from, to]. */
function slope(values: Float64Array, from: number, to: number): number {
	const n = to - from + 1;
	const middle = (from + to) / 2;
	let mean = 0;
	for (let k = from; k <= to; k++) mean += values[k] as number;
	mean /= n;
	let cross = 0;
	let square = 0;
	for (let k = from; k <= to; k++) {
		cross += (k - middle) * ((values[k] as number) - mean);
		square += (k - middle) ** 2;
	}
	return cross / square;
}

function sum(values: ArrayLike<number>, from: number, to: number): number {
	let total = 0;
	for (let k = from; k < to; k++) total += values[k] as number;
	return total;
}

function peak(values: Float64Array, from: number, to: number): number {
	let highest = -Infinity;
	for (let k = from; k < to; k++) if ((values[k] as number) > highest) highest = values[k] as number;
	return highest;
}
