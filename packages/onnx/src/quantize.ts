/** Numbers as whole ones, with one step for each output channel. */
export interface Quantized {
	readonly values: Int8Array;
	/** Step of each channel: value × step is the number. */
	readonly steps: Float64Array;
}

/**
 * Numbers to the nearest of evenly spaced ones, symmetric about 0, as far apart as the largest of the channel asks for.
 *
 * @param dims - Shape of `data`, row-major.
 * @param axis - Axis of the channels.
 * @param most - The largest whole number, 1 to 127.
 */
export function quantize(
	data: Float32Array | Float64Array,
	dims: readonly number[],
	axis: number,
	most = 127,
): Quantized {
	const channels = dims[axis] as number;
	const inner = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
	const channelOf = (i: number): number => Math.floor(i / inner) % channels;
	const steps = new Float64Array(channels);
	for (const [i, value] of data.entries()) {
		const c = channelOf(i);
		steps[c] = Math.max(steps[c] as number, Math.abs(value) / most);
	}
	const values = Int8Array.from(data, (value, i) => {
		const step = steps[channelOf(i)] as number;
		return step === 0 ? 0 : Math.round(value / step);
	});
	return { values, steps };
}
