/**
 * Hann window, 0.5 − 0.5 cos(2πn / N).
 *
 * @param n - Length in samples.
 * @param options - `periodic` divides by n (for spectra, as librosa and SciPy's `fftbins`), else by n − 1.
 * @returns Shape `[n]`, values in [0, 1].
 */
export function hann(n: number, { periodic = true }: { readonly periodic?: boolean } = {}): Float64Array {
	const length = periodic ? n : n - 1;
	return Float64Array.from({ length: n }, (_, i) =>
		length === 0 ? 1 : 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length),
	);
}
