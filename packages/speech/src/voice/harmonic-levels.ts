import { createPowerPlan, type PowerPlan, rowsAtOnce } from "@undertone/dsp";

/** What {@link harmonicLevels} gives for every frame, in order, dB. */
export const harmonicLevelNames = ["f1Level", "f2Level", "f3Level", "h1H2", "h1A3"] as const;

const nFft = 1024;
const winLength = 960;

/**
 * Levels of harmonics in voiced frames, from 60 ms frames under a Gaussian window (σ = 0.4 of half the window).
 *
 * `f1Level` … `f3Level`: the highest harmonic within 20 % of the formant, relative to the first harmonic. `h1H2`: the
 * first harmonic over the second. `h1A3`: the first over the highest harmonic within 20 % of the third formant. A
 * harmonic's level is that of its strongest bin (15.6 Hz apart), up to 0.7 dB below the true one.
 *
 * @param signal - Mono samples, shape `[n]`, at 16,000 Hz.
 * @param f0 - Hz, NaN where unvoiced, shape `[frames]`.
 * @param formants - F1 … F3 at the same frames, Hz, shape `[3][frames]`.
 * @param hopLength - Samples; frame t is centred on sample (t + 0.5) · hopLength.
 * @returns Per name of {@link harmonicLevelNames} a contour; NaN where unvoiced or where there is no such formant.
 * @see Eyben et al. (2016), doi:10.1109/TAFFC.2015.2457417. How near a harmonic must be to its formant is our choice.
 */
export function harmonicLevels(
	signal: Float32Array,
	f0: Float64Array,
	formants: readonly Float64Array[],
	hopLength = 160,
): readonly Float64Array[] {
	const hz = 16000 / nFft;
	const plan = planOfGaussian();
	let power: Float64Array = new Float64Array(0);
	/** Where the frame's spectrum begins. */
	let at = 0;
	const contours = harmonicLevelNames.map(() => new Float64Array(f0.length).fill(Number.NaN));
	/** Power of the strongest bin within a quarter of F0 of a harmonic. */
	const harmonic = (h: number, f: number): number => {
		const reach = Math.max(1, f / 4 / hz);
		const last = Math.min(nFft / 2, Math.round((h * f) / hz + reach));
		let highest = 1e-12;
		for (let k = Math.max(0, Math.round((h * f) / hz - reach)); k <= last; k++) {
			if ((power[at + k] as number) > highest) highest = power[at + k] as number;
		}
		return highest;
	};
	const offset = Math.floor(hopLength / 2) - nFft / 2;
	let computed = 0;
	let from = 0;
	for (let t = 0; t < f0.length; t++) {
		const f = f0[t] as number;
		if (Number.isNaN(f)) continue;
		if (t >= computed) {
			// From here to the end of the voiced stretch, as far as there is room.
			from = t;
			computed = t + 1;
			while (computed < f0.length && computed - from < rowsAtOnce && !Number.isNaN(f0[computed])) computed++;
			power = plan.power(signal, from * hopLength + offset, hopLength, computed - from);
		}
		at = (t - from) * plan.stride;
		const first = harmonic(1, f);
		for (let n = 0; n < 3; n++) {
			const formant = (formants[n] as Float64Array)[t] as number;
			if (Number.isNaN(formant)) continue;
			let highest = 0;
			const last = Math.min(Math.floor(8000 / f), Math.max(1, Math.floor((1.2 * formant) / f)));
			const lowest = Math.min(last, Math.max(1, Math.ceil((0.8 * formant) / f)));
			for (let h = lowest; h <= last; h++) highest = Math.max(highest, harmonic(h, f));
			const level = 10 * Math.log10(highest / first);
			(contours[n] as Float64Array)[t] = level;
			if (n === 2) (contours[4] as Float64Array)[t] = -level;
		}
		(contours[3] as Float64Array)[t] = 10 * Math.log10(first / harmonic(2, f));
	}
	return contours;
}

let made: PowerPlan | undefined;

function planOfGaussian(): PowerPlan {
	made ??= createPowerPlan(
		nFft,
		Float64Array.from({ length: winLength }, (_, i) => {
			const x = (i - (winLength - 1) / 2) / ((0.4 * (winLength - 1)) / 2);
			return Math.exp(-0.5 * x * x);
		}),
	);
	return made;
}
