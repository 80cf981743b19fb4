import { circleTables } from "./kernel/circle-tables.ts";
import { kernelView } from "./kernel/kernel-view.ts";
import type { SpectralKernel } from "./kernel/spectral-kernel.ts";

/** A plan for discrete Fourier transforms of real signals of one length; it owns its buffers and is reused. */
export interface RealFft {
	/** Length of the signal, see {@link fastLength}. */
	readonly size: number;
	/**
	 * X[k] = Σ x[n] exp(−2πi kn / size) for k = 0 … size / 2.
	 *
	 * @param signal - Shape `[size]`.
	 * @param re - Receives the real parts, shape `[size / 2 + 1]`.
	 * @param im - Receives the imaginary parts, same shape.
	 */
	forward(signal: Float32Array | Float64Array, re: Float64Array, im: Float64Array): void;
	/**
	 * The real signal with a given half spectrum, scaled so that it undoes `forward`.
	 *
	 * @param re - Shape `[size / 2 + 1]`.
	 * @param signal - Receives the signal, shape `[size]`.
	 */
	inverse(re: Float64Array, im: Float64Array, signal: Float64Array): void;
}

/**
 * A real FFT: the signal is packed into a complex one of half the length, transformed by a radix-4 Stockham
 * FFT in double precision with one pass of three where the length asks for it, and untangled.
 *
 * @param size - A power of two, at least 4, or three times one.
 * @param kernel - Computes the same bits in SIMD WebAssembly, if `size` is at least 32.
 * @throws {RangeError} If `size` is no such number.
 * @see Cooley & Tukey (1965), doi:10.1090/S0025-5718-1965-0178586-1; Stockham's autosort variant in Van Loan (1992)
 *
 * @example
 * const fft = createRealFft(4);
 * const re = new Float64Array(3);
 * fft.forward(Float64Array.of(1, 0, -1, 0), re, new Float64Array(3));
 * [...re] // => [0, 2, 0]
 */
export function createRealFft(size: number, kernel: SpectralKernel | null = null): RealFft {
	if (!isFastLength(size)) {
		throw new RangeError(
			`createRealFft: size must be a power of two of at least 4, or three times such a one, got ${size}. Pad the frame.`,
		);
	}
	if (kernel !== null && size >= 32) return kernelFft(kernel, size);
	const half = size / 2;
	const cos = Float64Array.from({ length: size }, (_, k) => Math.cos((2 * Math.PI * k) / size));
	const sin = Float64Array.from({ length: size }, (_, k) => Math.sin((2 * Math.PI * k) / size));
	const buffers = [0, 1, 2, 3].map(() => new Float64Array(half)) as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	const [xr, xi] = buffers;
	const complex = createComplexFft(half, cos, sin, buffers);

	return {
		size,
		forward: (signal, re, im) => {
			for (let k = 0, n = 0; k < half; k++, n += 2) {
				xr[k] = signal[n] as number;
				xi[k] = signal[n + 1] as number;
			}
			const [zr, zi] = complex();
			const r0 = zr[0] as number;
			const i0 = zi[0] as number;
			re[0] = r0 + i0;
			im[0] = 0;
			re[half] = r0 - i0;
			im[half] = 0;
			for (let k = 1; k < half; k++) {
				const j = half - k;
				const evenR = 0.5 * ((zr[k] as number) + (zr[j] as number));
				const evenI = 0.5 * ((zi[k] as number) - (zi[j] as number));
				const oddR = 0.5 * ((zi[k] as number) + (zi[j] as number));
				const oddI = 0.5 * ((zr[j] as number) - (zr[k] as number));
				const c = cos[k] as number;
				const s = sin[k] as number;
				re[k] = evenR + c * oddR + s * oddI;
				im[k] = evenI + c * oddI - s * oddR;
			}
		},
		inverse: (re, im, signal) => {
			// Conjugating before and after turns the forward transform into the inverse one.
			for (let k = 0; k < half; k++) {
				const j = half - k;
				const evenR = 0.5 * ((re[k] as number) + (re[j] as number));
				const evenI = 0.5 * ((im[k] as number) - (im[j] as number));
				const differenceR = 0.5 * ((re[k] as number) - (re[j] as number));
				const differenceI = 0.5 * ((im[k] as number) + (im[j] as number));
				const c = cos[k] as number;
				const s = sin[k] as number;
				const oddR = c * differenceR - s * differenceI;
				const oddI = c * differenceI + s * differenceR;
				xr[k] = evenR - oddI;
				xi[k] = -(evenI + oddR);
			}
			const [zr, zi] = complex();
			for (let k = 0, n = 0; k < half; k++, n += 2) {
				signal[n] = (zr[k] as number) / half;
				signal[n + 1] = -(zi[k] as number) / half;
			}
		},
	};
}

/**
 * The least length of at least `needed` that {@link createRealFft} takes: 2ᵏ or 3 · 2ᵏ, k ≥ 2.
 *
 * @example
 * fastLength(1300) // => 1536
 */
export function fastLength(needed: number): number {
	const power = 2 ** Math.ceil(Math.log2(Math.max(needed, 4)));
	return power >= 16 && 0.75 * power >= needed ? 0.75 * power : power;
}

export function isFastLength(size: number): boolean {
	return size >= 4 && Number.isInteger(size) && fastLength(size) === size;
}

function kernelFft(kernel: SpectralKernel, size: number): RealFft {
	const bins = size / 2 + 1;
	const { cosineAt, sineAt } = circleTables(kernel, size);
	const workAt = kernel.allocate(16 * size);
	const signalAt = kernel.allocate(8 * size);
	const reAt = kernel.allocate(8 * bins);
	const imAt = kernel.allocate(8 * bins);
	const signalOf = kernelView(kernel, signalAt);
	const reOf = kernelView(kernel, reAt);
	const imOf = kernelView(kernel, imAt);
	return {
		size,
		forward: (signal, re, im) => {
			signalOf(size).set(signal);
			kernel.forward(signalAt, size, cosineAt, sineAt, workAt, reAt, imAt);
			re.set(reOf(bins));
			im.set(imOf(bins));
		},
		inverse: (re, im, signal) => {
			reOf(bins).set(re);
			imOf(bins).set(im);
			kernel.inverse(reAt, imAt, size, cosineAt, sineAt, workAt, signalAt);
			signal.set(signalOf(size));
		},
	};
}

/**
 * A complex FFT of length n over buffers [re, im, scratch re, scratch im]; returns whichever pair holds the
 * result. `cos` and `sin` are tables of a circle of 2n steps.
 */
function createComplexFft(
	n: number,
	cos: Float64Array,
	sin: Float64Array,
	[ar, ai, br, bi]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
): () => [Float64Array, Float64Array] {
	return () => {
		let xr = ar;
		let xi = ai;
		let yr = br;
		let yi = bi;
		let length = n;
		let stride = 1;
		while (length > 2) {
			const radix = length % 4 === 0 ? 4 : 3;
			(radix === 4 ? radix4 : radix3)(xr, xi, yr, yi, length, stride, cos, sin);
			[xr, yr] = [yr, xr];
			[xi, yi] = [yi, xi];
			length /= radix;
			stride *= radix;
		}
		if (length === 2) {
			for (let q = 0; q < stride; q++) {
				const r0 = xr[q] as number;
				const r1 = xr[q + stride] as number;
				const i0 = xi[q] as number;
				const i1 = xi[q + stride] as number;
				yr[q] = r0 + r1;
				yr[q + stride] = r0 - r1;
				yi[q] = i0 + i1;
				yi[q + stride] = i0 - i1;
			}
			return [yr, yi];
		}
		return [xr, xi];
	};
}

/** One Stockham pass: `length` is the size of the sub-transforms, `stride` how many are interleaved. */
function radix4(
	xr: Float64Array,
	xi: Float64Array,
	yr: Float64Array,
	yi: Float64Array,
	length: number,
	stride: number,
	cos: Float64Array,
	sin: Float64Array,
): void {
	const quarter = length >> 2;
	const step = stride * quarter;
	for (let p = 0; p < quarter; p++) {
		const t = 2 * p * stride;
		const c1 = cos[t] as number;
		const s1 = sin[t] as number;
		const c2 = cos[2 * t] as number;
		const s2 = sin[2 * t] as number;
		const c3 = cos[3 * t] as number;
		const s3 = sin[3 * t] as number;
		const from = stride * p;
		const to = 4 * stride * p;
		for (let q = 0; q < stride; q++) {
			const a = from + q;
			const b = a + step;
			const c = b + step;
			const d = c + step;
			const ar = xr[a] as number;
			const ai = xi[a] as number;
			const br = xr[b] as number;
			const bi = xi[b] as number;
			const cr = xr[c] as number;
			const ci = xi[c] as number;
			const dr = xr[d] as number;
			const di = xi[d] as number;
			const sumR = ar + cr;
			const sumI = ai + ci;
			const differenceR = ar - cr;
			const differenceI = ai - ci;
			const otherR = br + dr;
			const otherI = bi + di;
			// i (b − d)
			const turnedR = di - bi;
			const turnedI = br - dr;
			const o = to + q;
			yr[o] = sumR + otherR;
			yi[o] = sumI + otherI;
			let r = differenceR - turnedR;
			let i = differenceI - turnedI;
			yr[o + stride] = c1 * r + s1 * i;
			yi[o + stride] = c1 * i - s1 * r;
			r = sumR - otherR;
			i = sumI - otherI;
			yr[o + 2 * stride] = c2 * r + s2 * i;
			yi[o + 2 * stride] = c2 * i - s2 * r;
			r = differenceR + turnedR;
			i = differenceI + turnedI;
			yr[o + 3 * stride] = c3 * r + s3 * i;
			yi[o + 3 * stride] = c3 * i - s3 * r;
		}
	}
}

const halfRootOf3 = 0.8660254037844386;

/** As {@link radix4}, three at a time. */
function radix3(
	xr: Float64Array,
	xi: Float64Array,
	yr: Float64Array,
	yi: Float64Array,
	length: number,
	stride: number,
	cos: Float64Array,
	sin: Float64Array,
): void {
	const third = length / 3;
	const step = stride * third;
	for (let p = 0; p < third; p++) {
		const t = 2 * p * stride;
		const c1 = cos[t] as number;
		const s1 = sin[t] as number;
		const c2 = cos[2 * t] as number;
		const s2 = sin[2 * t] as number;
		const from = stride * p;
		const to = 3 * stride * p;
		for (let q = 0; q < stride; q++) {
			const a = from + q;
			const b = a + step;
			const c = b + step;
			const ar = xr[a] as number;
			const ai = xi[a] as number;
			const br = xr[b] as number;
			const bi = xi[b] as number;
			const cr = xr[c] as number;
			const ci = xi[c] as number;
			const sumR = br + cr;
			const sumI = bi + ci;
			const middleR = ar - 0.5 * sumR;
			const middleI = ai - 0.5 * sumI;
			// −i √3 / 2 (b − c)
			const turnedR = halfRootOf3 * (bi - ci);
			const turnedI = halfRootOf3 * (cr - br);
			const o = to + q;
			yr[o] = ar + sumR;
			yi[o] = ai + sumI;
			let r = middleR + turnedR;
			let i = middleI + turnedI;
			yr[o + stride] = c1 * r + s1 * i;
			yi[o + stride] = c1 * i - s1 * r;
			r = middleR - turnedR;
			i = middleI - turnedI;
			yr[o + 2 * stride] = c2 * r + s2 * i;
			yi[o + 2 * stride] = c2 * i - s2 * r;
		}
	}
}
