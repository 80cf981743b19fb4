/** Mean square of a signal, 0 for none. */
export function power(signal: Float32Array | Float64Array): number {
	let sum = 0;
	for (let i = 0; i < signal.length; i++) sum += (signal[i] as number) ** 2;
	return signal.length === 0 ? 0 : sum / signal.length;
}
