/** Finds the maximum of a band-limited curve between its samples. */
export interface SincPeakFinder {
	/** Place of the last maximum found, in samples. */
	readonly place: number;
	/** Height of the last maximum found. */
	readonly height: number;
	/**
	 * Looks around a sample that is not lower than its neighbours.
	 *
	 * @param curve - Samples; at least `depth` of them must stand on either side of `peak`.
	 */
	find(curve: Float64Array, peak: number): void;
}

const phases = 16;

/**
 * Maxima by sinc interpolation, the sinc shaped by a raised cosine (Boersma 1993, eq. 22): the curve is
 * interpolated at sixteenths of a sample around the parabola's guess, and a parabola through the three highest
 * gives the rest.
 *
 * @param depth - How many samples on either side take part.
 */
export function createSincPeakFinder(depth: number): SincPeakFinder {
	const taps = 2 * depth;
	const tables = tablesOf(depth);
	const at = (curve: Float64Array, point: number): number => {
		const sample = Math.floor(point / phases);
		const phase = point - sample * phases;
		if (phase === 0) return curve[sample] as number;
		const table = tables[phase] as Float64Array;
		const from = sample - depth + 1;
		let even = 0;
		let odd = 0;
		for (let i = 0; i < taps; i += 2) {
			even += (table[i] as number) * (curve[from + i] as number);
			odd += (table[i + 1] as number) * (curve[from + i + 1] as number);
		}
		return even + odd;
	};
	const finder = {
		place: 0,
		height: 0,
		find(curve: Float64Array, peak: number): void {
			const before = curve[peak - 1] as number;
			const after = curve[peak + 1] as number;
			const bend = 2 * (curve[peak] as number) - before - after;
			const guess = bend > 0 ? (0.5 * (after - before)) / bend : 0;
			let point = peak * phases + Math.round(guess * phases);
			let middle = at(curve, point);
			let left = at(curve, point - 1);
			let right = at(curve, point + 1);
			for (let moves = 0; moves < phases && (left > middle || right > middle); moves++) {
				if (left > right) {
					point--;
					right = middle;
					middle = left;
					left = at(curve, point - 1);
				} else {
					point++;
					left = middle;
					middle = right;
					right = at(curve, point + 1);
				}
			}
			const curvature = 2 * middle - left - right;
			const shift = curvature > 0 ? (0.5 * (right - left)) / curvature : 0;
			finder.place = (point + shift) / phases;
			finder.height = middle + 0.25 * (right - left) * shift;
		},
	};
	return finder;
}

/** Tables are kept: making them costs as much as a second of analysis. */
const known = new Map<number, readonly Float64Array[]>();

function tablesOf(depth: number): readonly Float64Array[] {
	const made = known.get(depth) ?? makeTables(depth);
	known.set(depth, made);
	return made;
}

/** Per sixteenth of a sample the weights of the samples around. */
function makeTables(depth: number): readonly Float64Array[] {
	return Array.from({ length: phases }, (_, p) => {
		const fraction = p / phases;
		return Float64Array.from({ length: 2 * depth }, (_, i) => {
			// Distance from the wanted point to sample i − depth + 1.
			const x = fraction - (i - depth + 1);
			if (x === 0) return 1;
			const reach = x > 0 ? depth + fraction : depth + 1 - fraction;
			return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / reach));
		});
	});
}
