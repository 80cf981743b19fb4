import { createRealFft, type RealFft } from "@undertone/dsp";

/** The transform used last: the tables of a long one cost more than a short clip. */
let last: RealFft | undefined;

function transformOf(size: number): RealFft {
	if (last?.size !== size) last = createRealFft(size);
	return last;
}

/**
 * Linear convolution by overlap-add in the frequency domain.
 *
 * @param signal - Shape `[n]`, n > 0.
 * @param kernel - Shape `[m]`, m > 0.
 * @returns Shape `[n + m − 1]`: y[t] = Σ kernel[k] · signal[t − k].
 * @see Oppenheim & Schafer, Discrete-Time Signal Processing, section 8.7.3
 */
export function convolve(
	signal: Float32Array | Float64Array,
	kernel: Float32Array | Float64Array,
): Float64Array {
	const size =
		2 ** Math.max(2, Math.ceil(Math.log2(Math.min(4 * kernel.length, kernel.length + signal.length))));
	const block = size - kernel.length + 1;
	const bins = size / 2 + 1;
	const fft = transformOf(size);
	const [kernelRe, kernelIm, re, im] = [0, 1, 2, 3].map(() => new Float64Array(bins)) as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	const frame = new Float64Array(size);
	frame.set(kernel);
	fft.forward(frame, kernelRe, kernelIm);
	const output = new Float64Array(signal.length + kernel.length - 1);
	for (let start = 0; start < signal.length; start += block) {
		frame.fill(0);
		frame.set(signal.subarray(start, start + block));
		fft.forward(frame, re, im);
		for (let k = 0; k < bins; k++) {
			const [a, b, c, d] = [re[k] as number, im[k] as number, kernelRe[k] as number, kernelIm[k] as number];
			re[k] = a * c - b * d;
			im[k] = a * d + b * c;
		}
		fft.inverse(re, im, frame);
		const end = Math.min(size, output.length - start);
		for (let i = 0; i < end; i++) output[start + i] = (output[start + i] as number) + (frame[i] as number);
	}
	return output;
}
