import { createRealFft, isFastLength } from "./fft.ts";
import { circleTables } from "./kernel/circle-tables.ts";
import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

const rowsAtOnce = 8;

/** Autocorrelations of windowed frames of a signal, a few at a time, in buffers of its own. */
export interface FrameAutocorrelator {
	/** How many frames it takes at once. */
	readonly rowsAtOnce: number;
	/**
	 * @param starts - First sample of each frame, not falling, shape `[count]`; the frames lie within the signal.
	 * @param means - What is taken off each frame before the window, shape `[count]`.
	 * @returns r(lag) = Σ x(n) x(n + lag), circular over `size`; shape `[count, lags]`, a view that the next call
	 *   overwrites.
	 */
	correlate(signal: Float32Array, starts: Int32Array, means: Float64Array, count: number): Float64Array;
}

/**
 * Autocorrelation of windowed frames of a signal by way of the power spectrum (Wiener and Khinchin). Its rounding is
 * that of a recursion over the lags, some 1e-14 of r(0); `createAutocorrelator` is for what takes small differences.
 *
 * @param size - Twice a length that `createRealFft` takes.
 * @param window - Shape `[winLength]`, winLength even and at most `size`.
 * @param lags - How many lags to give, at most `size / 2`.
 * @param kernel - Null for plain TypeScript, which gives the same bits; nothing more may be allocated in it, for its
 *   memory is looked at through views that are kept.
 * @throws {RangeError} If `size`, the window or `lags` is not of such a length.
 */
export function createFrameAutocorrelator(
	size: number,
	window: Float64Array,
	lags: number,
	kernel: SpectralKernel | null = createSpectralKernel(),
): FrameAutocorrelator {
	const winLength = window.length;
	if (!(isFastLength(size / 2) && winLength % 2 === 0 && winLength <= size)) {
		throw new RangeError(
			`createFrameAutocorrelator: size must be a power of two of at least 8, or three times such a one, and the window's length even and at most that, got ${size} and ${winLength}.`,
		);
	}
	if (!(lags <= size / 2)) {
		throw new RangeError(
			`createFrameAutocorrelator: lags must be at most size / 2 = ${size / 2}, got ${lags}. Use a longer size.`,
		);
	}
	if (kernel === null) return plainAutocorrelator(size, window, lags);
	const { cosineAt, sineAt } = circleTables(kernel, size);
	const capacity = 2 * size;
	const windowAt = kernel.allocate(8 * winLength);
	const workAt = kernel.allocate(16 * (2 * size + size / 2 + 1));
	const samplesAt = kernel.allocate(4 * capacity);
	const startsAt = kernel.allocate(4 * rowsAtOnce);
	const meansAt = kernel.allocate(8 * rowsAtOnce);
	const outAt = kernel.allocate(8 * rowsAtOnce * lags);
	new Float64Array(kernel.buffer(), windowAt, winLength).set(window);
	const samples = new Float32Array(kernel.buffer(), samplesAt, capacity);
	const relative = new Int32Array(kernel.buffer(), startsAt, rowsAtOnce);
	const taken = new Float64Array(kernel.buffer(), meansAt, rowsAtOnce);
	const out = Array.from(
		{ length: rowsAtOnce + 1 },
		(_, count) => new Float64Array(kernel.buffer(), outAt, count * lags),
	);
	return {
		rowsAtOnce,
		correlate: (signal, starts, means, count) => {
			// As many frames at once as the room for samples takes.
			for (let first = 0; first < count; ) {
				const origin = starts[first] as number;
				let some = 0;
				let end = origin;
				while (first + some < count && (starts[first + some] as number) - origin + winLength <= capacity) {
					relative[some] = (starts[first + some] as number) - origin;
					taken[some] = means[first + some] as number;
					end = (starts[first + some] as number) + winLength;
					some++;
				}
				samples.set(signal.subarray(origin, end));
				const to = outAt + 8 * first * lags;
				kernel.autocorrelateFrames(
					samplesAt,
					startsAt,
					meansAt,
					some,
					windowAt,
					winLength,
					size,
					cosineAt,
					sineAt,
					workAt,
					to,
					lags,
				);
				first += some;
			}
			return out[count] as Float64Array;
		},
	};
}

function plainAutocorrelator(size: number, window: Float64Array, lags: number): FrameAutocorrelator {
	const fft = createRealFft(size);
	const inverse = createInversePower(size / 2);
	const frame = new Float64Array(size);
	const out = new Float64Array(rowsAtOnce * lags);
	const re = new Float64Array(size / 2 + 1);
	const im = new Float64Array(size / 2 + 1);
	return {
		rowsAtOnce,
		correlate: (signal, starts, means, count) => {
			for (let r = 0; r < count; r++) {
				const start = starts[r] as number;
				const mean = means[r] as number;
				for (let i = 0; i < window.length; i++) {
					frame[i] = ((signal[start + i] as number) - mean) * (window[i] as number);
				}
				fft.forward(frame, re, im);
				for (let k = 0; k < re.length; k++) {
					re[k] = (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);
				}
				inverse(re, out.subarray(r * lags, (r + 1) * lags));
			}
			return out.subarray(0, count * lags);
		},
	};
}

/**
 * The signal of 2 · half samples that belongs to a power spectrum P: it is even, so that a transform of half as many
 * numbers will do. Of y[j] = (P[j] + P[half − j]) / 2 − sin(πj / half) · (P[j] − P[half − j]) with the spectrum Y,
 * the even samples are Re Y[k], and each odd one is the odd one before it minus Im Y[k].
 *
 * @see Press et al., "Numerical Recipes in C" (1992), section 12.3 (cosine transform)
 */
function createInversePower(half: number): (power: Float64Array, signal: Float64Array) => void {
	const fft = createRealFft(half);
	const cos = Float64Array.from({ length: half }, (_, j) => Math.cos((2 * Math.PI * j) / (2 * half)));
	const sin = Float64Array.from({ length: half }, (_, j) => Math.sin((2 * Math.PI * j) / (2 * half)));
	const y = new Float64Array(half);
	const re = new Float64Array(half / 2 + 1);
	const im = new Float64Array(half / 2 + 1);
	return (power, signal) => {
		let odd = 0.5 * ((power[0] as number) - (power[half] as number));
		for (let j = 0; j < half; j++) {
			const here = power[j] as number;
			const mirrored = power[half - j] as number;
			y[j] = 0.5 * (here + mirrored) - (sin[j] as number) * (here - mirrored);
			if (j > 0) odd += here * (cos[j] as number);
		}
		fft.forward(y, re, im);
		for (let k = 0; 2 * k < signal.length; k++) {
			odd -= im[k] as number;
			signal[2 * k] = (re[k] as number) / half;
			if (2 * k + 1 < signal.length) signal[2 * k + 1] = odd / half;
		}
	};
}
