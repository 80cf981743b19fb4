import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/** A linear predictor; it owns its buffers and is reused. */
export interface Burg {
	/**
	 * Prediction coefficients a of x[n] ≈ Σ a[k] x[n − 1 − k] that minimise forward and backward errors.
	 *
	 * @param frame - Windowed samples, shape `[n]`, n at most `frameLength`.
	 * @param coefficients - Receives a, shape `[order]`; zeros for a silent frame.
	 * @returns Mean squared prediction error.
	 */
	predict(frame: Float64Array, coefficients: Float64Array): number;
}

/**
 * Linear prediction by Burg's method.
 *
 * @param frameLength - Length of the longest frame.
 * @param order - Number of coefficients, less than `frameLength`.
 * @throws {RangeError} If `order` is not in [1, frameLength).
 * @see Burg (1975), "Maximum entropy spectral analysis"; Andersen (1974), doi:10.1190/1.1440413, for the recursion
 */
export function createBurg(frameLength: number, order: number): Burg {
	if (!(order >= 1 && order < frameLength)) {
		throw new RangeError(
			`createBurg: order must be in [1, frameLength) = [1, ${frameLength}), got ${order}. Use a longer frame.`,
		);
	}
	const forward = new Float64Array(frameLength);
	const backward = new Float64Array(frameLength);
	const previous = new Float64Array(order);
	return {
		predict: (frame, a) => {
			const n = frame.length;
			let energy = 0;
			let cross = 0;
			let both = 0;
			for (let i = 0; i < n; i++) {
				const x = frame[i] as number;
				forward[i] = x;
				backward[i] = x;
				energy += x * x;
			}
			a.fill(0);
			if (energy <= 0) return 0;
			for (let i = 1; i < n; i++) {
				const f = frame[i] as number;
				const b = frame[i - 1] as number;
				cross += f * b;
				both += f * f + b * b;
			}
			let error = energy / n;
			for (let m = 0; m < order; m++) {
				if (!(both > 0)) break;
				const k = (2 * cross) / both;
				for (let i = 0; i < m; i++) previous[i] = a[i] as number;
				for (let i = 0; i < m; i++) a[i] = (previous[i] as number) - k * (previous[m - 1 - i] as number);
				a[m] = k;
				error *= 1 - k * k;
				if (m === order - 1) break;
				// Both errors of the next order, and the sums it needs, in one pass: backward[i] holds b[i − 1].
				cross = 0;
				both = 0;
				let b = (backward[m] as number) - k * (forward[m + 1] as number);
				for (let i = m + 2; i < n; i++) {
					const f = (forward[i] as number) - k * (backward[i - 1] as number);
					const next = (backward[i - 1] as number) - k * (forward[i] as number);
					backward[i - 1] = b;
					forward[i] = f;
					cross += f * b;
					both += f * f + b * b;
					b = next;
				}
			}
			return error;
		},
	};
}

/** Two linear predictors side by side; it owns its buffers and is reused. */
export interface PairedBurg {
	/** To be filled by the caller: sample i of frame l (0 or 1) at 2 i + l, shape `[frameLength · 2]`. */
	readonly frames: Float64Array;
	/**
	 * @returns Coefficient k of frame l at 2 k + l, as {@link Burg} gives them; zeros for a silent frame. Shape
	 *   `[order · 2]`, overwritten by the next call.
	 */
	predict(): Float64Array;
}

/**
 * Burg's method on two frames at a time.
 *
 * @param kernel - Null for plain TypeScript, which gives the same bits.
 * @throws {RangeError} If `order` is not in [1, frameLength).
 */
export function createPairedBurg(
	frameLength: number,
	order: number,
	kernel: SpectralKernel | null = createSpectralKernel(),
): PairedBurg {
	const plain = createBurg(frameLength, order);
	if (kernel === null) {
		const frames = new Float64Array(2 * frameLength);
		const out = new Float64Array(2 * order);
		const frame = new Float64Array(frameLength);
		const a = new Float64Array(order);
		return {
			frames,
			predict: () => {
				for (let lane = 0; lane < 2; lane++) {
					for (let i = 0; i < frameLength; i++) frame[i] = frames[2 * i + lane] as number;
					plain.predict(frame, a);
					for (let k = 0; k < order; k++) out[2 * k + lane] = a[k] as number;
				}
				return out;
			},
		};
	}
	const [x = 0, forward = 0, backward = 0] = [0, 1, 2].map(() => kernel.allocate(16 * frameLength));
	const previous = kernel.allocate(16 * order);
	const a = kernel.allocate(16 * order);
	const out = new Float64Array(kernel.buffer(), a, 2 * order);
	return {
		frames: new Float64Array(kernel.buffer(), x, 2 * frameLength),
		predict: () => {
			kernel.burg(x, frameLength, order, forward, backward, previous, a);
			return out;
		},
	};
}
