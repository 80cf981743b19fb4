import { samplesBefore } from "../pitch/frame-times.ts";
import type { Pitch } from "../pitch/pitch.ts";
import { glottalParameters } from "./glottal-parameters.ts";
import { inverseFilter } from "./inverse-filter.ts";
import { predictionResidual } from "./prediction-residual.ts";
import { dispersionAt, waveletBands, waveletReach, waveletRoom } from "./wavelet-maxima.ts";

/** What {@link glottalContours} gives for every frame, in order. */
export const glottalContourNames = [
	"naq",
	"qoq",
	"oq",
	"closingQuotient",
	"glottalH1H2",
	"hrf",
	"peakSlope",
	"mdq",
] as const;

/** Frames whose wavelets are held at once. */
const longestStretch = 200;

/**
 * Parameters of the glottal source frame by frame: inverse filtering of 40 ms, peak slope and maxima dispersion.
 *
 * The signal's polarity matters: excitations must be negative peaks of the residual. It is turned over when the
 * residual leans the other way, as some microphones do.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param pitch - Frames and F0; of the part where the signal is a part of a recording.
 * @param lean - {@link residualLean} of the whole, where the signal is a part of it.
 * @returns Per name of {@link glottalContourNames} a contour over the pitch frames, NaN where unvoiced.
 */
export function glottalContours(
	signal: Float32Array,
	pitch: Pitch,
	sampleRate: number,
	lean?: number,
): readonly Float64Array[] {
	const contours = glottalContourNames.map(() => new Float64Array(pitch.frames).fill(Number.NaN));
	// Which way up a clip is, its whole residual tells; of a part of a recording only the voiced stretches are needed.
	const whole = lean === undefined ? predictionResidual(signal, sampleRate) : null;
	const turned = (lean ?? thirdMoment(whole as Float64Array)) > 0;
	const upwards = (x: Float64Array): Float64Array => {
		if (turned) for (let i = 0; i < x.length; i++) x[i] = -(x[i] as number);
		return x;
	};
	const hop = Math.round(0.01 * sampleRate);
	const reach = Math.round(0.02 * sampleRate);
	const frame = new Float64Array(2 * reach);
	// The bands of one stretch take the place of those of the stretch before.
	let room = [waveletRoom(0), waveletRoom(0)] as const;
	let longestSoFar = 0;
	const { origin = 0 } = pitch;
	const offset = samplesBefore(origin, pitch.step, sampleRate);
	const centreOf = (t: number): number =>
		Math.round((pitch.start + (origin + t) * pitch.step) * sampleRate) - offset;
	for (let first = 0; first < pitch.frames; first++) {
		if (Number.isNaN(pitch.f0[first])) continue;
		// A voiced stretch, or so much of it that the bands stay small.
		let last = first;
		while (last + 1 < pitch.frames && last - first < longestStretch && !Number.isNaN(pitch.f0[last + 1]))
			last++;
		let longest = 0;
		for (let t = first; t <= last; t++) longest = Math.max(longest, sampleRate / (pitch.f0[t] as number));
		const from = Math.max(0, centreOf(first) - reach - Math.ceil(longest));
		const to = Math.min(signal.length, centreOf(last) + reach + Math.ceil(longest) + 1);
		if (to - from > longestSoFar) {
			longestSoFar = to - from;
			room = [waveletRoom(longestSoFar), waveletRoom(longestSoFar)];
		}
		// From here on samples are counted from `begin`.
		const begin = Math.max(0, Math.floor((from - waveletReach) / hop) * hop);
		const end = Math.min(signal.length, to + waveletReach);
		const upright = upwards(new Float64Array(signal.subarray(begin, end)));
		const residual = upwards(
			whole?.slice(begin, end) ?? predictionResidual(signal, sampleRate, { from: begin, to: end }),
		);
		const bands = waveletBands(upright, from - begin, to - begin, room[0]);
		const residualBands = waveletBands(residual, from - begin, to - begin, room[1]);
		const peaks = bands.map((band) => createMovingPeak(band, 2 * reach));
		for (let t = first; t <= last; t++) {
			const f0 = pitch.f0[t] as number;
			const centre = centreOf(t);
			if (centre < reach || centre + reach > signal.length) continue;
			const start = centre - reach - begin;
			let sum = 0;
			for (let i = start; i < start + frame.length; i++) sum += upright[i] as number;
			const mean = sum / frame.length;
			for (let i = 0; i < frame.length; i++) frame[i] = (upright[start + i] as number) - mean;
			const source = inverseFilter(frame, { sampleRate });
			const { naq, qoq, oq, closingQuotient, h1H2, hrf } = glottalParameters(source, f0, sampleRate);
			const period = sampleRate / f0;
			const closure = lowest(residual, centre - begin - Math.round(period / 2), Math.round(period));
			const values = [
				naq,
				qoq,
				oq,
				closingQuotient,
				h1H2,
				hrf,
				slopeOf(peaks.map((peakAt) => peakAt(centre - reach - from))),
				(origin + t) % 2 === 0 ? dispersionAt(residualBands, closure + begin - from, period) : Number.NaN,
			];
			for (const [c, value] of values.entries()) (contours[c] as Float64Array)[t] = value;
		}
		first = last;
	}
	return contours;
}

/**
 * Which way the residual of linear prediction leans: the sum of its cubes, positive where excitations are peaks upwards.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param from - The first sample that counts, a multiple of 10 ms.
 * @param to - The sample behind the last.
 */
export function residualLean(signal: Float32Array, sampleRate: number, from: number, to: number): number {
	return thirdMoment(predictionResidual(signal, sampleRate, { from, to }));
}

/** Third moment around zero, for its sign. */
function thirdMoment(x: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (x[i] as number) * (x[i] as number);
	return sum;
}

function lowest(x: Float64Array, from: number, length: number): number {
	let best = Math.max(0, from);
	for (let i = best; i < Math.min(x.length, from + length); i++) {
		if ((x[i] as number) < (x[best] as number)) best = i;
	}
	return best;
}

/**
 * The largest absolute value of a window that moves on; where it moves by a quarter of its length, three quarters are
 * known.
 *
 * @returns To be called with where the window begins.
 */
function createMovingPeak(x: Float64Array, length: number): (from: number) => number {
	const quarter = length / 4;
	const quarters = [0, 0, 0, 0];
	let known = Number.NaN;
	return (from) => {
		if (!Number.isInteger(quarter)) return peak(x, from, from + length);
		const first = from === known + quarter ? 3 : 0;
		if (first === 3) quarters.copyWithin(0, 1);
		for (let q = first; q < 4; q++) quarters[q] = peak(x, from + q * quarter, from + (q + 1) * quarter);
		known = from;
		return Math.max(...quarters);
	};
}

function peak(x: Float64Array, from: number, to: number): number {
	let highest = 0;
	for (let i = from; i < to; i++) {
		const size = Math.abs(x[i] as number);
		if (size > highest) highest = size;
	}
	return highest;
}

/** Slope of log10 of the scales' maxima per octave, towards high frequencies. */
function slopeOf(maxima: readonly number[]): number {
	const middle = (maxima.length - 1) / 2;
	let cross = 0;
	let square = 0;
	for (const [i, value] of maxima.entries()) {
		cross += (middle - i) * Math.log10(value);
		square += (middle - i) ** 2;
	}
	return Number.isFinite(cross) ? cross / square : Number.NaN;
}
