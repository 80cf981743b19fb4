/** A glottal source of known parameters. */
export interface LfSource {
	/** Flow, starting and ending each period at 0, shape `[n]`. */
	readonly flow: Float64Array;
	/** Its derivative per second, shape `[n]`. */
	readonly derivative: Float64Array;
	/** Normalised amplitude quotient by definition: 0.11 · Rd. */
	readonly naq: number;
	/** Open phase up to the main excitation over the period: (1 + Rk) / (2 Rg). */
	readonly openQuotient: number;
}

/**
 * The Liljencrants–Fant model with its parameters from Rd.
 *
 * @param rd - From 0.5 (pressed) to 2.5 (breathy).
 * @see Fant, Liljencrants & Lin (1985), STL-QPSR 26(4); Fant (1995), STL-QPSR 36(2–3), for Rd
 */
export function lfSource(rd: number, f0: number, seconds: number, sampleRate: number): LfSource {
	const ra = (4.8 * rd - 1) / 100;
	const rk = (22.4 + 11.8 * rd) / 100;
	const rg = ((rk / 4) * (0.5 + 1.2 * rk)) / (0.11 * rd - ra * (0.5 + 1.2 * rk));
	const period = 1 / f0;
	const tp = period / (2 * rg);
	const te = tp * (1 + rk);
	const ta = ra * period;
	const omega = Math.PI / tp;
	const rest = period - te;
	const epsilon = bisect((e) => e * ta - 1 + Math.exp(-e * rest), 1e-6 + 1 / ta / 1e3, 10 / ta);
	// Net flow of the return phase, for Ee = 1.
	const returned =
		-(1 / (epsilon * ta)) * ((1 - Math.exp(-epsilon * rest)) / epsilon - rest * Math.exp(-epsilon * rest));
	const opened = (alpha: number): number => {
		const e0 = -1 / (Math.exp(alpha * te) * Math.sin(omega * te));
		const s = Math.exp(alpha * te) * (alpha * Math.sin(omega * te) - omega * Math.cos(omega * te)) + omega;
		return (e0 * s) / (alpha * alpha + omega * omega);
	};
	const alpha = bisect((a) => opened(a) + returned, -20 / period, 40 / period);
	const e0 = -1 / (Math.exp(alpha * te) * Math.sin(omega * te));
	const n = Math.round(seconds * sampleRate);
	const derivative = Float64Array.from({ length: n }, (_, i) => {
		const t = (i / sampleRate) % period;
		if (t <= te) return e0 * Math.exp(alpha * t) * Math.sin(omega * t);
		return -(Math.exp(-epsilon * (t - te)) - Math.exp(-epsilon * rest)) / (epsilon * ta);
	});
	const flow = new Float64Array(n);
	let sum = 0;
	for (let i = 1; i < n; i++) {
		sum += (0.5 * ((derivative[i] as number) + (derivative[i - 1] as number))) / sampleRate;
		flow[i] = sum;
	}
	return { flow, derivative, naq: 0.11 * rd, openQuotient: (1 + rk) / (2 * rg) };
}

function bisect(f: (x: number) => number, low: number, high: number): number {
	const rising = f(high) > f(low);
	for (let i = 0; i < 200; i++) {
		const middle = (low + high) / 2;
		if (f(middle) > 0 === rising) high = middle;
		else low = middle;
	}
	return (low + high) / 2;
}
