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
 * @returns Shape `[round(n · to / from)]`.
 */
export function resampleForFormants(signal: Float32Array, from: number, to: number): Float64Array {
	if (to === from) return Float64Array.from(signal);
	const limited = to < from ? lowPass(signal, to / from) : Float64Array.from(signal);
	const n = Math.round((signal.length / from) * to);
	const ratio = from / to;
	const first = 0.5 * (signal.length - 1) - 0.5 * (n - 1) * ratio;
	const padded = new Float64Array(signal.length + 2 * reach + 1);
	padded.set(limited, reach);
	const places = new Int32Array(n);
	const phases = new Int32Array(n);
	// Positions repeat for whole-number rates; 2⁻²⁰ of a sample tells them apart.
	const known = new Map<number, number>();
	let lastKey = -1;
	let lastPhase = -1;
	for (let i = 0; i < n; i++) {
		const position = first + i * ratio;
		const base = Math.floor(position);
		const key = Math.round((position - base) * 1048576);
		if (key !== lastKey) {
			lastKey = key;
			lastPhase = known.get(key) ?? known.size;
			known.set(key, lastPhase);
		}
		places[i] = base + 1;
		phases[i] = lastPhase;
	}
	return interpolatorOf([...known.keys()])(padded, places, phases);
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
