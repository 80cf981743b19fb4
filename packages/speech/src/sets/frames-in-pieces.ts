import type { Matrix } from "@undertone/core";
import { forEachPower, type PowerRows, type StftOptions } from "@undertone/dsp";
import { type SignalPieces, type SignalWindow, windowsOf } from "./signal-pieces.ts";

/**
 * Frames that are computed at once, and beside them. Transforms and filters of many frames go through sixteen at a time
 * at most: in multiples of that, each of them sees what it sees of the whole.
 */
const window = { core: 2048, margin: 16 };

/** The windows of a recording. */
export function frameWindows(signal: SignalPieces, hopLength: number): AsyncGenerator<SignalWindow> {
	return windowsOf(signal, { hopLength, ...window });
}

/**
 * The rows of a recording, frame t centred on sample t · hopLength, each of which hangs on the sixteen frames to either
 * side of it at most.
 *
 * @param rowsOf - The rows of a part of the recording, which begins on frame `origin`.
 */
async function* framesInPieces(
	signal: SignalPieces,
	hopLength: number,
	rowsOf: (part: Float32Array, origin: number) => Matrix,
): AsyncGenerator<Matrix> {
	for await (const { signal: part, origin, from, to } of frameWindows(signal, hopLength)) {
		const { rows, columns, data } = rowsOf(part, origin);
		const end = Math.min(rows, to);
		yield { rows: end - from, columns, data: data.subarray(from * columns, end * columns) };
	}
}

/** The rows of a recording as a set gives them. */
export async function* rowsInPieces(
	signal: SignalPieces,
	hopLength: number,
	rowsOf: (part: Float32Array, origin: number) => Matrix,
): AsyncGenerator<Float32Array> {
	for await (const { data } of framesInPieces(signal, hopLength, rowsOf)) yield new Float32Array(data);
}

/** The mean of every column over the rows of a recording. */
export async function meansInPieces(
	signal: SignalPieces,
	hopLength: number,
	rowsOf: (part: Float32Array, origin: number) => Matrix,
): Promise<Float64Array> {
	let sums = new Float64Array(0);
	let count = 0;
	for await (const { rows, columns, data } of framesInPieces(signal, hopLength, rowsOf)) {
		if (count === 0) sums = new Float64Array(columns);
		for (let r = 0; r < rows; r++)
			for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + (data[r * columns + c] as number);
		count += rows;
	}
	return sums.map((sum) => sum / count);
}

/** Walks over the power spectrogram of a recording as `forEachPower` does over that of a signal, frame by frame once. */
export async function forEachPowerInPieces(
	signal: SignalPieces,
	options: StftOptions & { readonly hopLength: number },
	visit: (some: PowerRows) => void,
): Promise<void> {
	for await (const { signal: part, from, to } of frameWindows(signal, options.hopLength)) {
		forEachPower(part, options, (some) => {
			if (some.first >= from && some.first < to) visit(some);
		});
	}
}
