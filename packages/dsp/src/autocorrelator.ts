import { createRealFft } from "./fft.ts";
import { circleTables } from "./kernel/circle-tables.ts";
import { kernelView } from "./kernel/kernel-view.ts";
import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/** Autocorrelations of a few frames at a time, in buffers of its own. */
export interface Autocorrelator {
	/** How many frames it takes at once. */
	readonly rowsAtOnce: number;
	/** To be filled by the caller: rows of `size` samples, zeros behind a frame against wrap-around. */
	frames(): Float64Array;
	/**
	 * @param count - How many of the rows are filled.
	 * @returns r(lag) = Σ x(n) x(n + lag), circular over `size`; shape `[count, lags]`, a view that the next call
	 *   overwrites.
	 */
	correlate(count: number): Float64Array;
}

/**
 * Autocorrelation by way of the power spectrum (Wiener and Khinchin).
 *
 * @param size - A power of two, at least 4.
 * @param lags - How many lags to give, at most `size`.
 * @param kernel - Null for plain TypeScript, which gives the same bits.
 * @throws {RangeError} If `size` is no such number.
 */
export function createAutocorrelator(
	size: number,
	lags: number,
	kernel: SpectralKernel | null = createSpectralKernel(),
): Autocorrelator {
	const rowsAtOnce = 8;
	const fft = createRealFft(size);
	if (kernel === null) {
		const rows = new Float64Array(rowsAtOnce * size);
		const out = new Float64Array(rowsAtOnce * lags);
		const re = new Float64Array(size / 2 + 1);
		const im = new Float64Array(size / 2 + 1);
		const correlation = new Float64Array(size);
		return {
			rowsAtOnce,
			frames: () => rows,
			correlate: (count) => {
				for (let r = 0; r < count; r++) {
					fft.forward(rows.subarray(r * size, (r + 1) * size), re, im);
					for (let k = 0; k < re.length; k++) {
						re[k] = (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);
						im[k] = 0;
					}
					fft.inverse(re, im, correlation);
					out.set(correlation.subarray(0, lags), r * lags);
				}
				return out.subarray(0, count * lags);
			},
		};
	}
	const { cosineAt, sineAt } = circleTables(kernel, size);
	const workAt = kernel.allocate(16 * (2 * size + size / 2 + 1));
	const rowsAt = kernel.allocate(8 * rowsAtOnce * size);
	const outAt = kernel.allocate(8 * rowsAtOnce * lags);
	const rows = kernelView(kernel, rowsAt);
	const out = kernelView(kernel, outAt);
	return {
		rowsAtOnce,
		frames: () => rows(rowsAtOnce * size),
		correlate: (count) => {
			kernel.autocorrelate(rowsAt, count, size, cosineAt, sineAt, workAt, outAt, lags);
			return out(count * lags);
		},
	};
}
