import { createRealFft, type RealFft } from "./fft.ts";
import { createSpectralKernel } from "./kernel/spectral-kernel.ts";

/** Longest transform; longer signals are filtered block by block. */
const maxFft = 131072;
/** Zeros at each end, or samples of neighbouring blocks. */
const margin = 1000;

/**
 * Removes everything above a frequency, in the frequency domain; no phase is changed.
 *
 * @param signal - Shape `[n]`; zeros are taken to stand around it. Longer ones than about 130,000 samples are
 *   filtered in overlapping blocks, which cuts off the far tails of the filter's ringing.
 * @param cutoff - Share of half the sample rate, in (0, 1).
 * @returns Shape `[n]`.
 */
export function lowPass(signal: Float32Array, cutoff: number): Float64Array {
	const output = new Float64Array(signal.length);
	const nFft = Math.min(maxFft, 2 ** Math.ceil(Math.log2(signal.length + 2 * margin)));
	const fft = planOf(nFft);
	const block = new Float64Array(nFft);
	const re = new Float64Array(nFft / 2 + 1);
	const im = new Float64Array(nFft / 2 + 1);
	const first = Math.floor((cutoff * nFft) / 2);
	const hop = nFft - 2 * margin;
	for (let start = 0; start < signal.length; start += hop) {
		block.fill(0);
		const from = start - margin;
		block.set(signal.subarray(Math.max(0, from), from + nFft), Math.max(0, -from));
		fft.forward(block, re, im);
		re.fill(0, first);
		im.fill(0, first - 1);
		fft.inverse(re, im, block);
		output.set(block.subarray(margin, margin + Math.min(hop, signal.length - start)), start);
	}
	return output;
}

/** Plans are kept: the tables of a long transform cost more than the transform. */
const plans = new Map<number, RealFft>();

function planOf(nFft: number): RealFft {
	const known = plans.get(nFft);
	if (known !== undefined) return known;
	const plan = createRealFft(nFft, createSpectralKernel());
	plans.set(nFft, plan);
	return plan;
}
