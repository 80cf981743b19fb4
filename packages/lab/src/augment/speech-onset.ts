/** Frames this far below the loudest are taken for the silence before speech. */
const rangeDb = 30;

/**
 * Where a clip begins to be loud: the first sample of the first frame within 30 dB of the loudest.
 *
 * Corpora put up to a second of silence before a sentence; "the first second" would be that.
 *
 * @param frameLength - Samples; 160 are 10 ms at 16 kHz.
 */
export function speechOnset(signal: Float32Array, frameLength = 160): number {
	const powers: number[] = [];
	for (let start = 0; start < signal.length; start += frameLength) {
		let sum = 0;
		for (const x of signal.subarray(start, start + frameLength)) sum += x * x;
		powers.push(sum);
	}
	const least = Math.max(...powers) * 10 ** (-rangeDb / 10);
	return (
		Math.max(
			0,
			powers.findIndex((power) => power >= least),
		) * frameLength
	);
}
