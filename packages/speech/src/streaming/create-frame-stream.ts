import type { Matrix } from "@undertone/core";
import type { FrameFeature } from "../frames/frame-feature.ts";
import { createHeldFrames } from "./create-held-frames.ts";

/** Turns chunks of a signal into rows of frames; holds no more samples than the frames to come need. */
export interface FrameStream {
	/**
	 * Takes the next samples, any number of them.
	 *
	 * @returns The frames that are complete now, possibly none; the caller's to keep.
	 */
	push(chunk: Float32Array): Matrix & { readonly data: Float64Array };
	/** Ends the signal and gives the frames left. */
	finish(): Matrix & { readonly data: Float64Array };
}

/**
 * A stream of a feature: whatever the chunks, it gives the very numbers that the feature has in the whole signal, frame
 * t centred on sample t · hopLength.
 *
 * In steady state a push allocates nothing but the frames that it returns and a few views, however long the stream.
 *
 * @param framesAtOnce - How many frames are complete before any is given; more is cheaper and later.
 * @throws {RangeError} If `hopLength` or `framesAtOnce` is no positive integer.
 */
export function createFrameStream(feature: FrameFeature, framesAtOnce = 1): FrameStream {
	const { columns, hopLength, before, after, compute } = feature;
	for (const [name, value] of Object.entries({ hopLength, framesAtOnce })) {
		if (!(Number.isInteger(value) && value >= 1)) {
			throw new RangeError(`createFrameStream: ${name} must be a positive integer, got ${value}.`);
		}
	}
	const none = { rows: 0, columns, data: new Float64Array(0) };
	let given = none;
	let at = 0;
	const stream = createHeldFrames({
		hopLength,
		before,
		after,
		most: Math.max(16, framesAtOnce),
		least: framesAtOnce,
		take: (held, centre, count, begin, end) => {
			// At its ends only, the signal is a part of what is held.
			const signal = begin === 0 && end === held.length ? held : held.subarray(begin, end);
			compute(signal, centre - begin, count, given.data, at);
			at += count * columns;
		},
	});
	const begin = (rows: number): void => {
		given = rows === 0 ? none : { rows, columns, data: new Float64Array(rows * columns) };
		at = 0;
	};
	return {
		push: (chunk) => {
			begin(stream.due(chunk.length));
			stream.push(chunk);
			return given;
		},
		finish: () => {
			begin(stream.left());
			stream.finish();
			return given;
		},
	};
}
