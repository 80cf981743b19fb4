/**
 * The waveform's outline: the lowest and highest sample of equal stretches.
 *
 * @returns Pairs [low, high, low, high, …], at most `2 · count` numbers.
 */
export function peaksOf(signal: Float32Array, count = 800): number[] {
	const stretches = Math.min(count, signal.length);
	const peaks: number[] = [];
	for (let i = 0; i < stretches; i++) {
		const from = Math.floor((i * signal.length) / stretches);
		const to = Math.max(from + 1, Math.floor(((i + 1) * signal.length) / stretches));
		let low = 0;
		let high = 0;
		for (let k = from; k < to; k++) {
			const sample = signal[k] as number;
			if (sample < low) low = sample;
			if (sample > high) high = sample;
		}
		const round = (value: number): number => Math.round(1000 * Math.max(-1, Math.min(1, value))) / 1000;
		peaks.push(round(low), round(high));
	}
	return peaks;
}
