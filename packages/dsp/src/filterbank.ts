/** Weighted sums of neighbouring spectral bins, laid out for speed: see {@link packFilterbank}. */
export interface Filterbank {
	readonly nBands: number;
	/** First bin of each band, a multiple of four. */
	readonly firsts: Int32Array;
	/** Bins of each band, a multiple of four; weights outside the band are zero. */
	readonly lengths: Int32Array;
	/** The bands' weights one after another. */
	readonly weights: Float64Array;
}

/**
 * Lays bands out so that each begins and ends on a multiple of four bins.
 *
 * @param bands - Per band its first bin and the weights from there.
 */
export function packFilterbank(
	bands: readonly { readonly first: number; readonly weights: ArrayLike<number> }[],
): Filterbank {
	const firsts = Int32Array.from(bands, ({ first }) => first & ~3);
	const lengths = Int32Array.from(bands, ({ first, weights }) =>
		weights.length === 0 ? 0 : (first - (first & ~3) + weights.length + 3) & ~3,
	);
	const packed = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
	let at = 0;
	for (const [b, { first, weights }] of bands.entries()) {
		for (let k = 0; k < weights.length; k++) packed[at + (first & 3) + k] = weights[k] as number;
		at += lengths[b] as number;
	}
	return { nBands: bands.length, firsts, lengths, weights: packed };
}

/**
 * Applies a filterbank to rows of a spectrum, in plain TypeScript.
 *
 * @param rows - Rows of `stride` numbers, a multiple of four, zeros standing behind the last bin.
 * @param out - Receives `count` rows of `nBands` numbers.
 */
export function applyFilterbank(
	{ nBands, firsts, lengths, weights }: Filterbank,
	rows: Float64Array,
	count: number,
	stride: number,
	out: Float64Array,
): void {
	for (let row = 0; row < count; row++) {
		let w = 0;
		for (let band = 0; band < nBands; band++) {
			const length = lengths[band] as number;
			let x = row * stride + (firsts[band] as number);
			// Four partial sums: the SIMD kernel has four lanes, and both must give the same bits.
			let s0 = 0;
			let s1 = 0;
			let s2 = 0;
			let s3 = 0;
			for (const end = w + length; w < end; w += 4, x += 4) {
				s0 += (weights[w] as number) * (rows[x] as number);
				s1 += (weights[w + 1] as number) * (rows[x + 1] as number);
				s2 += (weights[w + 2] as number) * (rows[x + 2] as number);
				s3 += (weights[w + 3] as number) * (rows[x + 3] as number);
			}
			out[row * nBands + band] = s0 + s2 + (s1 + s3);
		}
	}
}
