/**
 * The largest absolute sample of a stream up to the last sample that a frame depends on.
 *
 * @param smallest - Until the signal has been louder, this counts as its peak.
 * @param after - How many samples after its centre a frame depends on.
 * @returns To be called with every frame in turn: the samples held and the centre of the frame among them.
 */
export function createPeakSoFar(
	smallest: number,
	hopLength: number,
	after: number,
): (held: Float32Array, centre: number) => number {
	let peak = smallest;
	let began = false;
	return (held, centre) => {
		const to = centre + after;
		let highest = peak;
		for (let i = began ? to - hopLength + 1 : centre; i <= to; i++) {
			const size = Math.abs(held[i] as number);
			if (size > highest) highest = size;
		}
		peak = highest;
		began = true;
		return peak;
	};
}
