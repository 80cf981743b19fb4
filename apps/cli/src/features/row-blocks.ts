import { type FileHandle, open } from "node:fs/promises";

/** Of an entry of the cache: what stands before its values, which are 32-bit floats row by row. */
export const headerBytes = 16;

/** Rows that are held at once. */
const blockRows = 512;

/**
 * The rows of several entries of the cache side by side.
 *
 * @param sets - Where each lies, and how many numbers a row of it has.
 * @param rows - How many rows to give: what an entry has beyond them is left out.
 * @returns Blocks of shape `[some, all columns]`.
 */
export async function* rowBlocks(
	sets: readonly { readonly path: string; readonly columns: number }[],
	rows: number,
): AsyncGenerator<Float32Array> {
	const handles: FileHandle[] = [];
	const width = sets.reduce((sum, { columns }) => sum + columns, 0);
	try {
		for (const { path } of sets) handles.push(await open(path));
		for (let first = 0; first < rows; first += blockRows) {
			const count = Math.min(blockRows, rows - first);
			const block = new Float32Array(count * width);
			let offset = 0;
			for (const [s, { columns }] of sets.entries()) {
				const values = new Float32Array(count * columns);
				const bytes = new Uint8Array(values.buffer);
				await handles[s]?.read(bytes, 0, bytes.length, headerBytes + 4 * first * columns);
				for (let r = 0; r < count; r++) {
					block.set(values.subarray(r * columns, (r + 1) * columns), r * width + offset);
				}
				offset += columns;
			}
			yield block;
		}
	} finally {
		await Promise.all(handles.map((handle) => handle.close()));
	}
}

/** All blocks as one. */
export async function joined(blocks: AsyncIterable<Float32Array>, length: number): Promise<Float32Array> {
	const all = new Float32Array(length);
	let at = 0;
	for await (const block of blocks) {
		all.set(block, at);
		at += block.length;
	}
	return all;
}
