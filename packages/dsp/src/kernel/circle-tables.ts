import type { SpectralKernel } from "./spectral-kernel.ts";

/** Cosine and sine of a circle of `size` steps in the kernel's memory; gives their addresses. */
export function circleTables(kernel: SpectralKernel, size: number): { cosineAt: number; sineAt: number } {
	const cosineAt = kernel.allocate(8 * size);
	const sineAt = kernel.allocate(8 * size);
	const cosine = new Float64Array(kernel.buffer(), cosineAt, size);
	const sine = new Float64Array(kernel.buffer(), sineAt, size);
	for (let k = 0; k < size; k++) {
		cosine[k] = Math.cos((2 * Math.PI * k) / size);
		sine[k] = Math.sin((2 * Math.PI * k) / size);
	}
	return { cosineAt, sineAt };
}
