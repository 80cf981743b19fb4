/** A second-order recursive filter, a₀ = 1: y(n) = b₀x(n) + b₁x(n−1) + b₂x(n−2) − a₁y(n−1) − a₂y(n−2). */
export interface Biquad {
	readonly b: readonly [number, number, number];
	readonly a: readonly [number, number];
}

/**
 * Second-order low-pass or high-pass.
 *
 * @param options - `cutoff` and `sampleRate` in Hz; `q` 1/√2 for a Butterworth filter.
 * @throws {RangeError} If `cutoff` is not in (0, sampleRate / 2).
 * @see Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients"
 */
export function designBiquad(
	kind: "lowpass" | "highpass",
	{
		sampleRate,
		cutoff,
		q = Math.SQRT1_2,
	}: { readonly sampleRate: number; readonly cutoff: number; readonly q?: number },
): Biquad {
	if (!(cutoff > 0 && cutoff < sampleRate / 2)) {
		throw new RangeError(
			`designBiquad: cutoff must be in (0, sampleRate / 2) = (0, ${sampleRate / 2}) Hz, got ${cutoff}.`,
		);
	}
	const w = (2 * Math.PI * cutoff) / sampleRate;
	const alpha = Math.sin(w) / (2 * q);
	const cosine = Math.cos(w);
	const a0 = 1 + alpha;
	const edge = (kind === "lowpass" ? 1 - cosine : 1 + cosine) / 2 / a0;
	const middle = kind === "lowpass" ? 2 * edge : -2 * edge;
	return { b: [edge, middle, edge], a: [(-2 * cosine) / a0, (1 - alpha) / a0] };
}

/**
 * A signal through filters one after another, from rest.
 *
 * @param signal - Shape `[n]`.
 * @returns Same shape.
 */
export function applyBiquads(signal: Float32Array, filters: readonly Biquad[]): Float32Array {
	let samples = Float64Array.from(signal);
	for (const { b, a } of filters) {
		const out = new Float64Array(samples.length);
		let s1 = 0;
		let s2 = 0;
		for (let n = 0; n < samples.length; n++) {
			const x = samples[n] as number;
			const y = b[0] * x + s1;
			s1 = b[1] * x - a[0] * y + s2;
			s2 = b[2] * x - a[1] * y;
			out[n] = y;
		}
		samples = out;
	}
	return Float32Array.from(samples);
}
