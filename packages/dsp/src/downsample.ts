import { createRealFft } from "./fft.ts";
import { createSpectralKernel } from "./kernel/spectral-kernel.ts";

/** A ratio of rates, in lowest terms, and the filters for it. */
export interface DownsampleFilters {
	/** Output rate over input rate is `up / down` < 1. */
	readonly up: number;
	readonly down: number;
	/** The low-pass that keeps what the output can hold: symmetric, odd length, at the input rate. */
	readonly lowPass: Float64Array;
	/** Taps that interpolate between input samples, a row for each position in units of 1 / up: shape `[up, taps]`. */
	readonly interpolator: Float64Array;
}

/**
 * Lowers the sample rate in two steps: a low-pass in the frequency domain (overlap-save), then an interpolation at the
 * new positions, which needs few taps because nothing is left near the input's own limit.
 *
 * Block by block: memory does not grow with the signal beyond the output itself. What is prepared here serves any
 * number of signals, one after another.
 *
 * @returns From a signal of shape `[n]` to one of shape `[ceil(n · up / down)]`; sample 0 stays at time 0, and what lies
 * outside the signal is 0.
 * @see Oppenheim & Schafer, Discrete-Time Signal Processing, sections 4.6 and 8.7.3
 */
export function createDownsampler({
	up,
	down,
	lowPass,
	interpolator,
}: DownsampleFilters): (signal: Float32Array) => Float32Array {
	const half = (lowPass.length - 1) / 2;
	const taps = interpolator.length / up;
	const reach = up === 1 ? 0 : taps / 2;
	const size = 2 ** Math.ceil(Math.log2(8 * lowPass.length));
	const filter = createBlockFilter(lowPass, size);
	const valid = size - 2 * half;
	const block = new Float64Array(size);
	return (signal) => {
		const output = new Float32Array(Math.ceil((signal.length * up) / down));
		let m = 0;
		// `first` is the input sample from which on the block is filtered in full.
		for (let first = -reach; m < output.length; first += valid - 2 * reach) {
			const start = first - half;
			block.fill(0);
			block.set(signal.subarray(Math.max(0, start), Math.max(0, start + size)), Math.max(0, -start));
			filter(block);
			const end = first + valid - reach;
			for (; m < output.length; m++) {
				const base = Math.floor((m * down) / up);
				if (base >= end) break;
				const at = base - start;
				if (up === 1) {
					output[m] = block[at] as number;
					continue;
				}
				const from = (m * down - base * up) * taps;
				let sum = 0;
				for (let i = 0, p = at - reach + 1; i < taps; i++, p++) {
					sum += (interpolator[from + i] as number) * (block[p] as number);
				}
				output[m] = sum;
			}
		}
		return output;
	};
}

/** Filters a block in place, round and round; half a filter at both of its ends is not to be used. */
function createBlockFilter(kernel: Float64Array, size: number): (block: Float64Array) => void {
	const bins = size / 2 + 1;
	const fft = createRealFft(size, createSpectralKernel());
	const half = (kernel.length - 1) / 2;
	const re = new Float64Array(bins);
	const im = new Float64Array(bins);
	// Centred on sample 0 a symmetric kernel has a real spectrum.
	const centred = new Float64Array(size);
	for (const [i, x] of kernel.entries()) centred[(i - half + size) % size] = x;
	const response = new Float64Array(bins);
	fft.forward(centred, response, im);
	return (block) => {
		fft.forward(block, re, im);
		for (let k = 0; k < bins; k++) {
			re[k] = (re[k] as number) * (response[k] as number);
			im[k] = (im[k] as number) * (response[k] as number);
		}
		fft.inverse(re, im, block);
	};
}
