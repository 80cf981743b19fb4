import type { Autocorrelator } from "./autocorrelator.ts";
import { createRealFft } from "./fft.ts";
import { circleTables } from "./kernel/circle-tables.ts";
import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

const rowsAtOnce = 8;

/**
 * Correlation of the beginning of each frame with the frame: r(lag) = Σ x(n) x(n + lag) over n < `winLength`,
 * circular over `size`. To be used as an autocorrelator is.
 *
 * @param size - A power of two, at least 4.
 * @param winLength - Even, at most `size`.
 * @param lags - How many lags to give, at most `size`.
 * @param kernel - Null for plain TypeScript, which gives the same bits.
 * @throws {RangeError} If `size` is no such number, or `winLength` is odd.
 */
export function createCrossCorrelator(
	size: number,
	winLength: number,
	lags: number,
	kernel: SpectralKernel | null = createSpectralKernel(),
): Autocorrelator {
	const fft = createRealFft(size);
	if (winLength % 2 !== 0 || winLength > size) {
		throw new RangeError(
			`createCrossCorrelator: winLength must be even and at most size = ${size}, got ${winLength}.`,
		);
	}
	if (kernel === null) return plainCorrelator(fft, winLength, lags);
	const bins = size / 2 + 1;
	const { cosineAt, sineAt } = circleTables(kernel, size);
	const workAt = kernel.allocate(16 * (2 * size + 4 * bins));
	const rowsAt = kernel.allocate(8 * rowsAtOnce * size);
	const outAt = kernel.allocate(8 * rowsAtOnce * lags);
	return {
		rowsAtOnce,
		frames: () => new Float64Array(kernel.buffer(), rowsAt, rowsAtOnce * size),
		correlate: (count) => {
			kernel.crossCorrelate(rowsAt, count, size, winLength, cosineAt, sineAt, workAt, outAt, lags);
			return new Float64Array(kernel.buffer(), outAt, count * lags);
		},
	};
}

function plainCorrelator(
	fft: ReturnType<typeof createRealFft>,
	winLength: number,
	lags: number,
): Autocorrelator {
	const { size } = fft;
	const rows = new Float64Array(rowsAtOnce * size);
	const out = new Float64Array(rowsAtOnce * lags);
	const [ar, ai, br, bi] = [0, 1, 2, 3].map(() => new Float64Array(size / 2 + 1)) as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	const beginning = new Float64Array(size);
	const correlation = new Float64Array(size);
	return {
		rowsAtOnce,
		frames: () => rows,
		correlate: (count) => {
			for (let r = 0; r < count; r++) {
				const row = rows.subarray(r * size, (r + 1) * size);
				beginning.set(row.subarray(0, winLength));
				fft.forward(row, br, bi);
				fft.forward(beginning, ar, ai);
				for (let k = 0; k < ar.length; k++) {
					const a = ar[k] as number;
					const b = ai[k] as number;
					const c = br[k] as number;
					const d = bi[k] as number;
					br[k] = a * c + b * d;
					bi[k] = a * d - b * c;
				}
				fft.inverse(br, bi, correlation);
				out.set(correlation.subarray(0, lags), r * lags);
			}
			return out.subarray(0, count * lags);
		},
	};
}
