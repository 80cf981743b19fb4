import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/**
 * Weighted sums of neighbouring samples: out[i] = Σ_j kernels[phases[i]][j] · x[places[i] + j].
 *
 * @param x - Shape `[n]`; places[i] + taps ≤ n must hold.
 * @param places - Not falling, shape `[count]`.
 * @param phases - Which row of weights, shape `[count]`.
 * @param out - Receives the sums, shape `[count]`; without it, a new array.
 * @returns Shape `[count]`.
 */
export type Interpolator = (
	x: Float64Array | Float32Array,
	places: Int32Array,
	phases: Int32Array,
	out?: Float64Array,
) => Float64Array;

/** Samples and sums that the kernel's memory has room for. */
const room = 4096;

/**
 * An interpolator with fixed weights.
 *
 * @param kernels - Shape `[phases, taps]`, row-major.
 * @param taps - A multiple of four, at most 1024.
 * @param kernel - Null for plain TypeScript, which gives the same bits; nothing more may be allocated in it, for its
 *   memory is looked at through views that are kept.
 * @throws {RangeError} If `taps` is no such number.
 */
export function createInterpolator(
	kernels: Float64Array,
	taps: number,
	kernel: SpectralKernel | null = createSpectralKernel(),
): Interpolator {
	if (!(taps > 0 && taps % 4 === 0 && taps <= 1024)) {
		throw new RangeError(`createInterpolator: taps must be a multiple of four in [4, 1024], got ${taps}.`);
	}
	if (kernel === null) {
		return (x, places, phases, out = new Float64Array(places.length)) =>
			plain(x, places, phases, kernels, taps, out);
	}
	const kernelsAt = kernel.allocate(8 * kernels.length);
	const samplesAt = kernel.allocate(8 * room);
	const placesAt = kernel.allocate(4 * room);
	const phasesAt = kernel.allocate(4 * room);
	const outAt = kernel.allocate(8 * room);
	new Float64Array(kernel.buffer(), kernelsAt, kernels.length).set(kernels);
	const samples = new Float64Array(kernel.buffer(), samplesAt, room);
	const from = new Int32Array(kernel.buffer(), placesAt, room);
	const which = new Int32Array(kernel.buffer(), phasesAt, room);
	const sums = new Float64Array(kernel.buffer(), outAt, room);
	return (x, places, phases, out = new Float64Array(places.length)) => {
		for (let first = 0; first < places.length; ) {
			const origin = places[first] as number;
			let count = 0;
			while (
				count < room &&
				first + count < places.length &&
				(places[first + count] as number) - origin + taps <= room
			) {
				from[count] = (places[first + count] as number) - origin;
				which[count] = phases[first + count] as number;
				count++;
			}
			const last = places[first + count - 1] as number;
			samples.set(x.subarray(origin, last + taps));
			kernel.interpolate(samplesAt, placesAt, phasesAt, kernelsAt, taps, count, outAt);
			out.set(sums.subarray(0, count), first);
			first += count;
		}
		return out;
	};
}

function plain(
	x: Float64Array | Float32Array,
	places: Int32Array,
	phases: Int32Array,
	kernels: Float64Array,
	taps: number,
	out: Float64Array,
): Float64Array {
	for (let i = 0; i < places.length; i++) {
		const from = places[i] as number;
		const w = (phases[i] as number) * taps;
		let a = 0;
		let b = 0;
		let c = 0;
		let d = 0;
		for (let j = 0; j < taps; j += 4) {
			a += (kernels[w + j] as number) * (x[from + j] as number);
			b += (kernels[w + j + 1] as number) * (x[from + j + 1] as number);
			c += (kernels[w + j + 2] as number) * (x[from + j + 2] as number);
			d += (kernels[w + j + 3] as number) * (x[from + j + 3] as number);
		}
		out[i] = a + c + (b + d);
	}
	return out;
}
