/** Value of the highest sample in [from, to) that is not lower than its neighbours; 0 when all are negative. */
export function highestPeak(curve: Float64Array, from: number, to: number): number {
	let highest = 0;
	for (let i = from; i < to; i++) {
		const here = curve[i] as number;
		if (here > highest && here >= (curve[i - 1] as number) && here >= (curve[i + 1] as number))
			highest = here;
	}
	return highest;
}
