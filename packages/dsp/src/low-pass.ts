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
 * @param origin - Which sample of a longer signal this one begins with: its blocks are counted from there.
 * @param output - Receives the result, shape `[n]`; without it, a new array.
 * @returns Shape `[n]`.
 */
export function lowPass(
	signal: Float32Array,
	cutoff: number,
	origin = 0,
	output: Float64Array = new Float64Array(signal.length),
): Float64Array {
	// A power of two, as the reference takes: which bin the cutoff falls on shows in the third formant.
	const nFft = Math.min(maxFft, 2 ** Math.ceil(Math.log2(signal.length + 2 * margin)));
	const { fft, block, re, im } = planOf(nFft);
	const first = Math.floor((cutoff * nFft) / 2);
	const hop = nFft - 2 * margin;
	for (let start = -(origin % hop); start < signal.length; start += hop) {
		const from = start - margin;
		const samples = signal.subarray(Math.max(0, from), from + nFft);
		const before = Math.max(0, -from);
		block.fill(0, 0, before);
		block.set(samples, before);
		block.fill(0, before + samples.length);
		fft.forward(block, re, im);
		re.fill(0, first);
		im.fill(0, first - 1);
		fft.inverse(re, im, block);
		const skipped = Math.max(0, -start);
		output.set(
			block.subarray(margin + skipped, margin + Math.min(hop, signal.length - start)),
			start + skipped,
		);
	}
	return output;
}

/** A transform with its buffers. */
interface Plan {
	readonly fft: RealFft;
	readonly block: Float64Array;
	readonly re: Float64Array;
	readonly im: Float64Array;
}

/** Plans are kept: the tables of a long transform cost more than the transform. */
const plans = new Map<number, Plan>();

function planOf(nFft: number): Plan {
	const known = plans.get(nFft);
	if (known !== undefined) return known;
	const plan = {
		fft: createRealFft(nFft, createSpectralKernel()),
		block: new Float64Array(nFft),
		re: new Float64Array(nFft / 2 + 1),
		im: new Float64Array(nFft / 2 + 1),
	};
	plans.set(nFft, plan);
	return plan;
}
