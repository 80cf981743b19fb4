/** Sum of the samples in [from, to); outside the signal stand zeros. Four sums at once: one would wait for itself. */
export function sumBetween(signal: Float32Array, from: number, to: number): number {
	const end = Math.min(signal.length, to);
	let i = Math.max(0, from);
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	for (; i + 3 < end; i += 4) {
		a += signal[i] as number;
		b += signal[i + 1] as number;
		c += signal[i + 2] as number;
		d += signal[i + 3] as number;
	}
	for (; i < end; i++) a += signal[i] as number;
	return a + b + (c + d);
}
