/**
 * The values of a contour that are defined, NaN being undefined.
 *
 * @param room - Where they are put, at least as long as the contour (of an hour, each is three megabytes) or the contour
 *   itself; without it, into an array of their own.
 */
export function defined(values: Float64Array, room = new Float64Array(values.length)): Float64Array {
	// Not by `filter`, which holds every value as an object in between.
	let count = 0;
	for (let t = 0; t < values.length; t++) {
		const value = values[t] as number;
		if (!Number.isNaN(value)) room[count++] = value;
	}
	return room.subarray(0, count);
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i] as number;
	return sum / values.length;
}

/** The population's standard deviation; NaN of nothing. */
export function deviation(values: ArrayLike<number>): number {
	const middle = mean(values);
	let sum = 0;
	for (let i = 0; i < values.length; i++) {
		const away = (values[i] as number) - middle;
		sum += away * away;
	}
	return Math.sqrt(sum / values.length);
}

/** Linearly interpolated percentile (NumPy's default) of rising values, `share` in [0, 1]; NaN of nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
	const place = share * (sorted.length - 1);
	const below = Math.max(0, Math.floor(place));
	const low = sorted[below] ?? Number.NaN;
	return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** Lengths of the stretches of defined (or, inverted, of undefined) values, in frames. */
export function stretches(values: Float64Array, inverted = false): number[] {
	const lengths: number[] = [];
	let length = 0;
	for (let t = 0; t <= values.length; t++) {
		const inside = t < values.length && Number.isNaN(values[t]) === inverted;
		if (inside) length++;
		else if (length > 0) {
			lengths.push(length);
			length = 0;
		}
	}
	return lengths;
}

/** Moving average over three frames, of the defined ones among them; undefined stays undefined. */
export function smoothed(values: Float64Array): Float64Array {
	const out = values.slice();
	for (let t = 0; t < values.length; t++) {
		let sum = 0;
		let count = 0;
		if (Number.isNaN(values[t])) continue;
		for (let i = Math.max(0, t - 1); i <= t + 1 && i < values.length; i++) {
			const value = values[i] as number;
			if (Number.isNaN(value)) continue;
			sum += value;
			count++;
		}
		out[t] = sum / count;
	}
	return out;
}

/**
 * Slopes of the rising and of the falling parts of a contour, per second: a part runs from one turn to the next
 * within a stretch of defined values.
 */
export function slopes(values: Float64Array, step: number): { rising: number[]; falling: number[] } {
	const rising: number[] = [];
	const falling: number[] = [];
	let start = 0;
	const close = (end: number): void => {
		if (end > start) {
			const slope = ((values[end] as number) - (values[start] as number)) / ((end - start) * step);
			if (slope > 0) rising.push(slope);
			else if (slope < 0) falling.push(slope);
		}
		start = end;
	};
	for (let t = 1; t < values.length; t++) {
		const change = (values[t] as number) - (values[t - 1] as number);
		if (Number.isNaN(change)) {
			if (!Number.isNaN(values[t - 1])) close(t - 1);
			start = t;
			continue;
		}
		const next = (values[t + 1] ?? Number.NaN) - (values[t] as number);
		if (Number.isNaN(next) || next * change < 0) close(t);
	}
	return { rising, falling };
}

/** Least-squares slope over the defined frames, per second; NaN of fewer than two. */
export function trend(values: Float64Array, step: number): number {
	let n = 0;
	let meanT = 0;
	let meanX = 0;
	for (let t = 0; t < values.length; t++) {
		if (Number.isNaN(values[t])) continue;
		n++;
		meanT += t;
		meanX += values[t] as number;
	}
	if (n < 2) return Number.NaN;
	meanT /= n;
	meanX /= n;
	let cross = 0;
	let square = 0;
	for (let t = 0; t < values.length; t++) {
		if (Number.isNaN(values[t])) continue;
		cross += (t - meanT) * ((values[t] as number) - meanX);
		square += (t - meanT) ** 2;
	}
	return cross / square / step;
}

/** Mean absolute difference of neighbouring defined frames, per second; NaN without any. */
export function meanChange(values: Float64Array, step: number): number {
	let sum = 0;
	let n = 0;
	for (let t = 1; t < values.length; t++) {
		const difference = (values[t] as number) - (values[t - 1] as number);
		if (Number.isNaN(difference)) continue;
		sum += Math.abs(difference);
		n++;
	}
	return n === 0 ? Number.NaN : sum / n / step;
}
