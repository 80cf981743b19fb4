/** Fewer values than these are put in order faster than counted. */
const fewest = 65_536;

/**
 * Median of values in single precision that are none of them negative, without a copy of them where they are many.
 *
 * @param blocks - The values, in parts of any length.
 * @returns In single precision; NaN of nothing.
 *
 * @example
 * medianOfBlocks([Float32Array.of(3, 1), Float32Array.of(2)]) // => 2
 */
export function medianOfBlocks(blocks: readonly Float32Array[]): number {
	const n = blocks.reduce((sum, { length }) => sum + length, 0);
	if (n === 0) return Number.NaN;
	const middle = n >> 1;
	if (n <= fewest) {
		const sorted = new Float32Array(n);
		let at = 0;
		for (const block of blocks) {
			sorted.set(block, at);
			at += block.length;
		}
		sorted.sort();
		const above = sorted[middle] as number;
		return n % 2 === 1 ? above : Math.fround((above + (sorted[middle - 1] as number)) / 2);
	}
	const above = ranked(blocks, middle);
	return n % 2 === 1 ? above : Math.fround((above + ranked(blocks, middle - 1)) / 2);
}

/** The value with so many before it in order: bits of positive numbers rise with them, so two counts find it. */
function ranked(blocks: readonly Float32Array[], rank: number): number {
	const bits = blocks.map(({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length));
	const counts = new Uint32Array(65_536);
	let left = rank;
	const pick = (): number => {
		let k = 0;
		while (left >= (counts[k] as number)) left -= counts[k++] as number;
		return k;
	};
	for (const some of bits) for (let i = 0; i < some.length; i++) count(counts, (some[i] as number) >>> 16);
	const high = pick();
	counts.fill(0);
	for (const some of bits) {
		for (let i = 0; i < some.length; i++) {
			if ((some[i] as number) >>> 16 === high) count(counts, (some[i] as number) & 65_535);
		}
	}
	return new Float32Array(Uint32Array.of(((high << 16) | pick()) >>> 0).buffer)[0] as number;
}

function count(counts: Uint32Array, at: number): void {
	counts[at] = (counts[at] as number) + 1;
}
