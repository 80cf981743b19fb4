/** Largest distance of a sample from the signal's mean; 0 for a constant or empty signal. */
export function peakAroundMean(signal: Float32Array): number {
	const meter = createPeakAroundMean();
	meter.add(signal);
	return meter.peak();
}

/** {@link peakAroundMean} of a signal that comes in pieces. */
export function createPeakAroundMean(): { add(piece: Float32Array): void; peak(): number } {
	let sum = 0;
	let count = 0;
	let low = Infinity;
	let high = -Infinity;
	return {
		add: (piece) => {
			// In variables of its own: those that a closure shares are stored as objects, one a sample.
			let total = sum;
			let least = low;
			let most = high;
			for (let i = 0; i < piece.length; i++) {
				const x = piece[i] as number;
				total += x;
				if (x < least) least = x;
				if (x > most) most = x;
			}
			sum = total;
			low = least;
			high = most;
			count += piece.length;
		},
		peak: () => {
			if (!(high > low)) return 0;
			const mean = sum / count;
			return Math.max(high - mean, mean - low);
		},
	};
}
