/** Largest distance of a sample from the signal's mean; 0 for a constant or empty signal. */
export function peakAroundMean(signal: Float32Array): number {
	let sum = 0;
	let low = Infinity;
	let high = -Infinity;
	for (let i = 0; i < signal.length; i++) {
		const x = signal[i] as number;
		sum += x;
		if (x < low) low = x;
		if (x > high) high = x;
	}
	if (!(high > low)) return 0;
	const mean = sum / signal.length;
	return Math.max(high - mean, mean - low);
}
