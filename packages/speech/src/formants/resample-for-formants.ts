import { lowPass } from "@undertone/dsp";

/** Samples to either side of an output sample: plenty below the band limit. */
const reach = 32;

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
	const output = new Float64Array(n);
	const kernels = new Map<number, Float64Array>();
	const ratio = from / to;
	const first = 0.5 * (signal.length - 1) - 0.5 * (n - 1) * ratio;
	const padded = new Float64Array(signal.length + 2 * reach);
	padded.set(limited, reach);
	for (let i = 0; i < n; i++) {
		const position = first + i * ratio;
		const base = Math.floor(position);
		// Positions repeat for whole-number rates; 2⁻²⁰ of a sample tells them apart.
		const key = Math.round((position - base) * 1048576);
		let kernel = kernels.get(key);
		if (kernel === undefined) {
			kernel = sincKernel(key / 1048576);
			if (kernels.size < 4096) kernels.set(key, kernel);
		}
		output[i] = dot(kernel, padded, base + 1);
	}
	return output;
}

/** Σ kernel[j] · x[from + j], in four sums that the processor can add at once. */
function dot(kernel: Float64Array, x: Float64Array, from: number): number {
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	for (let j = 0; j < 2 * reach; j += 4) {
		a += (kernel[j] as number) * (x[from + j] as number);
		b += (kernel[j + 1] as number) * (x[from + j + 1] as number);
		c += (kernel[j + 2] as number) * (x[from + j + 2] as number);
		d += (kernel[j + 3] as number) * (x[from + j + 3] as number);
	}
	return a + b + c + d;
}

function sincKernel(fraction: number): Float64Array {
	return Float64Array.from({ length: 2 * reach }, (_, i) => {
		const x = fraction - (i - reach + 1);
		if (Math.abs(x) < 1e-9) return 1;
		return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / (reach + 0.5)));
	});
}
