import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/**
 * Products of one stretch of a signal with stretches beside it: out[i] = Σ_j x[own + j] · x[first + i + j].
 *
 * @param x - Shape `[n]`; all stretches lie within it.
 * @param length - Of a stretch.
 * @param count - How many.
 * @returns Shape `[count]`, a view that the next call overwrites.
 */
export type SlidingProducts = (
	x: Float32Array,
	own: number,
	length: number,
	first: number,
	count: number,
) => Float64Array;

/** Samples, and sums, that the kernel's memory has room for; longer stretches go the plain way. */
const room = 8192;

/** @param kernel - Null for plain TypeScript, which gives the same bits. */
export function createSlidingProducts(
	kernel: SpectralKernel | null = createSpectralKernel(),
): SlidingProducts {
	let out = new Float64Array(64);
	const plain: SlidingProducts = (x, own, length, first, count) => {
		if (out.length < count) out = new Float64Array(count);
		for (let i = 0; i < count; i++) out[i] = product(x, own, first + i, length);
		return out.subarray(0, count);
	};
	if (kernel === null) return plain;
	// Three more than the last stretch ends with: the kernel takes four stretches at a time.
	const samplesAt = kernel.allocate(8 * (room + 4));
	const outAt = kernel.allocate(8 * room);
	return (x, own, length, first, count) => {
		const from = Math.min(own, first);
		const to = Math.max(own + length, first + count - 1 + length);
		if (to - from > room || count > room) return plain(x, own, length, first, count);
		new Float64Array(kernel.buffer(), samplesAt, room).set(x.subarray(from, to));
		kernel.slidingProducts(samplesAt, own - from, length, first - from, count, outAt);
		return new Float64Array(kernel.buffer(), outAt, count);
	};
}

/** In two sums, of even and odd samples. */
function product(x: Float32Array, a: number, b: number, length: number): number {
	let even = 0;
	let odd = 0;
	let j = 0;
	for (; j + 1 < length; j += 2) {
		even += (x[a + j] as number) * (x[b + j] as number);
		odd += (x[a + j + 1] as number) * (x[b + j + 1] as number);
	}
	if (j < length) even += (x[a + j] as number) * (x[b + j] as number);
	return even + odd;
}
