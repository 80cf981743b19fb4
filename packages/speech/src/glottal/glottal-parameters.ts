import type { GlottalFlow } from "./inverse-filter.ts";

/** Parameters of the source, means over the periods of a frame. */
export interface GlottalParameters {
	/** Normalised amplitude quotient: amplitude of the flow over (strongest closing slope · period). */
	readonly naq: number;
	/** Quasi-open quotient: share of the period during which the flow exceeds half of its amplitude. */
	readonly qoq: number;
	/** Open quotient: share of the period from the flow's start until the main excitation. */
	readonly oq: number;
	/** Closing quotient: share from the flow's peak to the main excitation. */
	readonly closingQuotient: number;
	/** First harmonic of the flow over the second, dB. */
	readonly h1H2: number;
	/** Harmonic richness factor: harmonics from the second on over the first, dB. */
	readonly hrf: number;
}

/** Share of its amplitude that the flow must reach to count as open: our choice. */
const openThreshold = 0.05;

/**
 * Parameters of the glottal flow of a frame.
 *
 * Each period ends at a main excitation, the strongest negative peak of the derivative within a period.
 *
 * @param source - Flow and derivative, shape `[n]`.
 * @param f0 - Hz.
 * @returns NaN when the frame holds no whole period.
 * @see Alku, Bäckström & Vilkman (2002), doi:10.1121/1.1490365 (NAQ); Childers & Lee (1991), doi:10.1121/1.402044 (HRF)
 */
export function glottalParameters(source: GlottalFlow, f0: number, sampleRate: number): GlottalParameters {
	const period = Math.round(sampleRate / f0);
	const excitations = mainExcitations(source.derivative, period);
	const sums = new Float64Array(4);
	let count = 0;
	for (let i = 1; i < excitations.length; i++) {
		const from = excitations[i - 1] as number;
		const to = excitations[i] as number;
		const values = ofPeriod(source, from, to, sampleRate);
		if (values === null) continue;
		for (const [k, value] of values.entries()) sums[k] = (sums[k] as number) + value;
		count++;
	}
	const [naq, qoq, oq, closingQuotient] = [...sums].map((sum) => (count === 0 ? Number.NaN : sum / count));
	return {
		naq: naq as number,
		qoq: qoq as number,
		oq: oq as number,
		closingQuotient: closingQuotient as number,
		...harmonics(source.flow, excitations, sampleRate / f0),
	};
}

/** Samples of the strongest negative peaks, about one a period, from the strongest one outwards. */
function mainExcitations(derivative: Float64Array, period: number): number[] {
	const lowest = (from: number, to: number): number => {
		let best = Math.max(0, from);
		for (let i = best; i <= Math.min(derivative.length - 1, to); i++) {
			if ((derivative[i] as number) < (derivative[best] as number)) best = i;
		}
		return best;
	};
	const first = lowest(0, derivative.length - 1);
	const found = [first];
	const reach = Math.round(0.2 * period);
	for (let at = first - period; at - reach >= 0; at = (found[0] as number) - period)
		found.unshift(lowest(at - reach, at + reach));
	for (let at = first + period; at + reach < derivative.length; at = (found.at(-1) as number) + period)
		found.push(lowest(at - reach, at + reach));
	return found;
}

/** NAQ, QOQ, OQ and closing quotient of the period that ends with the excitation at `to`. */
function ofPeriod(
	{ flow, derivative }: GlottalFlow,
	from: number,
	to: number,
	sampleRate: number,
): readonly [number, number, number, number] | null {
	let peak = from;
	for (let i = from; i <= to; i++) if ((flow[i] as number) > (flow[peak] as number)) peak = i;
	let low = Infinity;
	for (let i = from; i <= peak; i++) low = Math.min(low, flow[i] as number);
	const amplitude = (flow[peak] as number) - low;
	const length = to - from;
	const slope = -(derivative[to] as number);
	if (!(amplitude > 0 && slope > 0 && length > 4)) return null;
	let half = 0;
	let opening = peak;
	for (let i = from; i < to; i++) if ((flow[i] as number) - low > 0.5 * amplitude) half++;
	while (opening > from && (flow[opening - 1] as number) - low > openThreshold * amplitude) opening--;
	return [
		amplitude / (slope * (length / sampleRate)),
		half / length,
		(to - opening) / length,
		(to - peak) / length,
	];
}

/** H1–H2 and HRF of whole periods of the flow, by the discrete Fourier transform at multiples of F0. */
function harmonics(
	flow: Float64Array,
	excitations: readonly number[],
	period: number,
): { h1H2: number; hrf: number } {
	const from = excitations[0] ?? 0;
	const to = excitations.at(-1) ?? 0;
	const periods = excitations.length - 1;
	if (periods < 1) return { h1H2: Number.NaN, hrf: Number.NaN };
	const own = (to - from) / periods;
	const level = (h: number): number => {
		let re = 0;
		let im = 0;
		// A phase that is turned on from sample to sample: cosines of each would cost more than all else here.
		const turnRe = Math.cos((2 * Math.PI * h) / own);
		const turnIm = Math.sin((2 * Math.PI * h) / own);
		let phaseRe = 1;
		let phaseIm = 0;
		for (let i = from; i < to; i++) {
			re += (flow[i] as number) * phaseRe;
			im += (flow[i] as number) * phaseIm;
			const turned = phaseRe * turnRe - phaseIm * turnIm;
			phaseIm = phaseRe * turnIm + phaseIm * turnRe;
			phaseRe = turned;
		}
		return Math.hypot(re, im);
	};
	const first = level(1);
	const second = level(2);
	let rest = second;
	for (let h = 3; h <= 10 && h < period / 2; h++) rest += level(h);
	return { h1H2: 20 * Math.log10(first / second), hrf: 20 * Math.log10(rest / first) };
}
