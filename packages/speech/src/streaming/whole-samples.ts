/**
 * A step in samples.
 *
 * @param caller - Whose option it is, for the message.
 * @throws {RangeError} If it is no whole number of samples.
 */
export function wholeSamples(caller: string, step: number, sampleRate: number): number {
	const samples = Math.round(step * sampleRate);
	if (!(samples >= 1 && Math.abs(samples - step * sampleRate) < 1e-6)) {
		throw new RangeError(
			`${caller}: step must be a whole number of samples, got ${step} s = ${step * sampleRate} samples. Take 0.01 s.`,
		);
	}
	return samples;
}
