/** A signal too long to be held: read piece by piece, as often as wanted. */
export interface SignalPieces {
	/** Samples. */
	readonly length: number;
	/** The samples in order, in pieces of any size. */
	pieces(): AsyncIterable<Float32Array>;
}

/** A part of a signal, with what surrounds it. */
export interface SignalWindow {
	readonly signal: Float32Array;
	/** Which frame of the whole the first sample of the window begins. */
	readonly origin: number;
	/** The first frame that this window is there for, counted in the window. */
	readonly from: number;
	/** The frame behind the last, counted in the window; infinite in the last window. */
	readonly to: number;
}

/** What windows are made of, frames of `hopLength` samples. */
export interface WindowOptions {
	readonly hopLength: number;
	/** Frames of a window that count. */
	readonly core: number;
	/** Frames before and after them. */
	readonly margin: number;
}

/**
 * Overlapping windows over a signal. They begin on frames and are as long as the whole but for whole frames, so that
 * analyses that centre their frames in what they are given lay them on the same samples as over the whole. A signal of
 * less than a frame is one window.
 */
export async function* windowsOf(
	{ length, pieces }: SignalPieces,
	{ hopLength, core, margin }: WindowOptions,
): AsyncGenerator<SignalWindow> {
	const frames = Math.floor(length / hopLength);
	const rest = length % hopLength;
	const source = pieces()[Symbol.asyncIterator]();
	let held = new Float32Array((core + 2 * margin + 1) * hopLength);
	let size = 0;
	let start = 0;
	for (let first = 0; first === 0 || first < frames; first += core) {
		const count = Math.min(core, frames - first);
		const origin = Math.max(0, first - margin);
		const end = Math.min(length, (first + count + margin) * hopLength + rest);
		const gone = origin * hopLength - start;
		held.copyWithin(0, gone, size);
		size -= gone;
		start += gone;
		while (start + size < end) {
			const { value, done } = await source.next();
			if (done === true) break;
			if (held.length < size + value.length) {
				const grown = new Float32Array(size + value.length);
				grown.set(held.subarray(0, size));
				held = grown;
			}
			held.set(value, size);
			size += value.length;
		}
		yield {
			signal: held.subarray(0, end - start),
			origin,
			from: first - origin,
			to: first + count < frames ? first + count - origin : Infinity,
		};
	}
}
