/** Side of BlazeFace's input, pixels. */
export const blazeSide = 128;

/**
 * The middles of BlazeFace's 896 anchors, in shares of the input: two for each cell of a 16 × 16 grid, then six for
 * each cell of an 8 × 8 grid. Their size is 1 for all.
 *
 * @returns x and y alternating, shape `[896, 2]`.
 * @see Bazarevsky et al. (2019), arXiv:1907.05047
 */
export function blazeAnchors(): Float32Array {
	const anchors: number[] = [];
	for (const [cells, perCell] of [
		[16, 2],
		[8, 6],
	] as const) {
		for (let y = 0; y < cells; y++) {
			for (let x = 0; x < cells; x++) {
				for (let i = 0; i < perCell; i++) anchors.push((x + 0.5) / cells, (y + 0.5) / cells);
			}
		}
	}
	return Float32Array.from(anchors);
}
