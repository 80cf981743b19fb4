import { createInterpolator, type Interpolator, lowPass } from "@undertone/dsp";

/** Samples to either side of an output sample, as many as the reference takes: it shows in digital silence. */
const reach = 50;

/**
 * Resamples to an arbitrary rate below the signal's: an ideal low-pass filter, then sinc interpolation. As in
 * Praat, the new samples are centred in the same stretch of time.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param from - Rate of the signal, Hz.
 * @param to - New rate, Hz; when it is not below `from`, the signal is only interpolated.
 * @param origin - Which sample of a longer signal this one begins with.
 * @returns Shape `[round(n · to / from)]`.
 */
export function resampleForFormants(
	signal: Float32Array,
	from: number,
	to: number,
	origin = 0,
): Float64Array {
	if (to === from) return Float64Array.from(signal);
	const n = Math.round((signal.length / from) * to);
	const ratio = from / to;
	const first = 0.5 * (signal.length - 1) - 0.5 * (n - 1) * ratio;
	const padded = new Float64Array(signal.length + 2 * reach + 1);
	const limited = padded.subarray(reach, reach + signal.length);
	if (to < from) lowPass(signal, to / from, origin, limited);
	else limited.set(signal);
	const { places, phases, keys, shift } = positions(first, ratio, n);
	const interpolate = interpolatorOf(keys);
	const out = new Float64Array(n);
	for (let i = 0; i < n; i += places.length) {
		const count = Math.min(places.length, n - i);
		interpolate(padded, places.subarray(0, count), phases.subarray(0, count), out.subarray(i, i + count));
		for (let p = 0; p < places.length; p++) places[p] = (places[p] as number) + shift;
	}
	return out;
}

/** About as many samples as are interpolated at once: a list of all would take as much room as the samples. */
const atOnce = 4096;

/**
 * Where the new samples lie: the sample before each (counted as the interpolator does), and which position between
 * two samples, in units of 2⁻²⁰. Whole-number rates repeat a few of these: then the first samples are enough, and
 * `shift` is how far on the next as many lie.
 */
function positions(
	first: number,
	ratio: number,
	n: number,
): { places: Int32Array; phases: Int32Array; keys: number[]; shift: number } {
	const period = periodOf(ratio);
	const length = Number.isFinite(period) ? Math.min(n, period * Math.ceil(atOnce / period)) : n;
	const places = new Int32Array(length);
	const phases = new Int32Array(length);
	const known = new Map<number, number>();
	for (let i = 0; i < length; i++) {
		if (i >= period) {
			places[i] = (places[i - period] as number) + Math.round(period * ratio);
			phases[i] = phases[i - period] as number;
			continue;
		}
		const position = first + i * ratio;
		const base = Math.floor(position);
		const key = Math.round((position - base) * 1048576);
		const phase = known.get(key) ?? known.size;
		known.set(key, phase);
		places[i] = base + 1;
		phases[i] = phase;
	}
	return { places, phases, keys: [...known.keys()], shift: Math.round(length * ratio) };
}

/** After how many samples positions repeat; infinite where they do not within 64. */
function periodOf(ratio: number): number {
	for (let period = 1; period <= 64; period++) {
		if (Math.abs(period * ratio - Math.round(period * ratio)) < 1e-9) return period;
	}
	return Infinity;
}

const interpolators = new Map<string, Interpolator>();

/** The interpolator for these positions between samples, in units of 2⁻²⁰; the usual ones are kept. */
function interpolatorOf(keys: readonly number[]): Interpolator {
	const name = keys.length > 64 ? "" : keys.join();
	const known = interpolators.get(name);
	if (known !== undefined && name !== "") return known;
	const kernels = new Float64Array(keys.length * 2 * reach);
	for (const [i, key] of keys.entries()) kernels.set(sincKernel(key / 1048576), i * 2 * reach);
	const made = createInterpolator(kernels, 2 * reach);
	if (name !== "" && interpolators.size < 64) interpolators.set(name, made);
	return made;
}

/** A sinc shaped by a raised cosine (Boersma 1993, eq. 22). */
function sincKernel(fraction: number): Float64Array {
	return Float64Array.from({ length: 2 * reach }, (_, i) => {
		const x = fraction - (i - reach + 1);
		if (Math.abs(x) < 1e-9) return 1;
		const end = x > 0 ? reach + fraction : reach + 1 - fraction;
		return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / end));
	});
}
