/** The last measurements of something, and what share of them lies below what. */
export interface Percentiles {
	/** All that were ever added. */
	readonly count: number;
	add(value: number): void;
	/** The value that a share of the last measurements does not exceed; NaN without any. */
	at(share: number): number;
}

/** Keeps the last `size` measurements. */
export function createPercentiles(size = 600): Percentiles {
	const values = new Float64Array(size);
	let count = 0;
	return {
		get count() {
			return count;
		},
		add: (value) => {
			values[count++ % size] = value;
		},
		at: (share) => {
			const known = values.slice(0, Math.min(count, size)).sort();
			return known[Math.max(0, Math.ceil(share * known.length) - 1)] ?? Number.NaN;
		},
	};
}
