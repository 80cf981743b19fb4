import type { SpectralKernel } from "./spectral-kernel.ts";

/**
 * Views of the numbers in the kernel's memory from one address on.
 *
 * @returns Gives a view of so many numbers: the one before, while neither its length nor the memory has changed.
 */
export function kernelView(kernel: SpectralKernel, at: number): (length: number) => Float64Array {
	let view = new Float64Array(kernel.buffer(), at, 1);
	return (length) => {
		if (view.length !== length || view.buffer !== kernel.buffer()) {
			view = new Float64Array(kernel.buffer(), at, length);
		}
		return view;
	};
}
