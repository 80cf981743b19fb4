import { polyphase } from "./resample.ts";

/** Changes the sample rate of a stream; how the stream is cut into chunks does not change the samples. */
export interface Resampler {
	/**
	 * Takes the next chunk.
	 *
	 * @returns The samples of the output that are complete now; they come late by half a filter (4 ms from 48 kHz).
	 */
	push(chunk: Float32Array): Float32Array;
}

/**
 * The filter of {@link resample} for a stream: the same samples as of the whole signal at once, but for its end,
 * which waits for what follows.
 *
 * @param rates - `from` and `to` in Hz, integers.
 * @throws {RangeError} If a rate is not a positive integer.
 *
 * @example
 * const resampler = createResampler({ from: 48000, to: 16000 });
 * resampler.push(new Float32Array(4800)).length // => 1533: the last 67 wait
 */
export function createResampler({ from, to }: { readonly from: number; readonly to: number }): Resampler {
	for (const rate of [from, to]) {
		if (!(Number.isInteger(rate) && rate > 0)) {
			throw new RangeError(`createResampler: rates must be positive integers in Hz, got ${from} and ${to}.`);
		}
	}
	if (from === to) return { push: (chunk) => chunk };
	const divisor = greatestCommonDivisor(from, to);
	const up = to / divisor;
	const down = from / divisor;
	const { reach, taps } = polyphase(up, down);
	// What is held begins at input sample `origin`; before the stream there is silence.
	let held: Float32Array = new Float32Array(reach);
	let origin = -reach;
	let next = 0;
	return {
		push: (chunk) => {
			const all = new Float32Array(held.length + chunk.length);
			all.set(held);
			all.set(chunk, held.length);
			const end = origin + all.length;
			// An output sample at input position p needs the samples up to floor(p) + reach.
			const count = Math.max(0, Math.ceil(((end - reach) * up) / down) - next);
			const output = new Float32Array(count);
			for (let n = 0; n < count; n++) {
				const position = (next + n) * down;
				const base = Math.floor(position / up);
				const filter = taps(position - base * up);
				const first = base - reach + 1 - origin;
				let sum = 0;
				for (let i = 0; i < filter.length; i++) sum += (filter[i] as number) * (all[first + i] as number);
				output[n] = sum;
			}
			next += count;
			const keepFrom = Math.max(0, Math.floor((next * down) / up) - reach + 1 - origin);
			held = all.slice(keepFrom);
			origin += keepFrom;
			return output;
		},
	};
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
