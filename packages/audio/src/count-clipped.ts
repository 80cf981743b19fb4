/** Samples at or above this are at full scale whatever their neighbours are. */
const fullScale = 0.9999;
/** µ-law ends at 0.98: from here on, samples that do not move are clipped too. */
const nearFullScale = 0.98;
/** One and a half steps of 16 bits. */
const flat = 1.5 / 32768;
const shortestRun = 3;

/**
 * Counts the samples that are clipped: in a run of at least three on one side that stand at full scale, or above
 * 0.98 without moving by more than a 16-bit step.
 *
 * A normalised recording touches full scale with one sample or two; a clipped one stays there.
 *
 * @param signal - Shape `[n]`, in [-1, 1].
 *
 * @example
 * countClipped(Float32Array.of(0.5, 1, 1, 1, 1, 0.5)) // => 4
 */
export function countClipped(signal: Float32Array): number {
	let clipped = 0;
	let run = 0;
	let before = 0;
	for (let i = 0; i < signal.length; i++) {
		const x = signal[i] as number;
		const size = Math.abs(x);
		const sameSide = x > 0 === before > 0;
		if (size >= nearFullScale) {
			const still = Math.abs(x - before) <= flat || (size >= fullScale && Math.abs(before) >= fullScale);
			if (run > 0 && sameSide && still) run++;
			else {
				if (run >= shortestRun) clipped += run;
				run = 1;
			}
		} else if (run > 0) {
			if (run >= shortestRun) clipped += run;
			run = 0;
		}
		before = x;
	}
	return run >= shortestRun ? clipped + run : clipped;
}
