import { open, rm } from "node:fs/promises";
import type { TableHeader, TableWriter } from "./table.ts";
import { createTextFile } from "./text-file.ts";
import { cell } from "./write-csv.ts";

/** Room for the header: the number of rows is known at the end only, and written over what stands here first. */
const headerBytes = 128;

/**
 * The features as NumPy's array file (float32, shape `[rows, features]`, clips one below the other), and beside it
 * `….files.csv`, which says which rows belong to which clip, and its labels.
 *
 * @see NumPy's NEP 1, "A Simple File Format for NumPy Arrays", version 1.0
 */
export async function createNpyWriter(path: string, header: TableHeader): Promise<TableWriter> {
	const array = await createTextFile(path);
	const indexPath = `${path.replace(/\.npy$/i, "")}.files.csv`;
	const index = await createTextFile(indexPath);
	await array.write(new Uint8Array(headerBytes));
	await index.write(`${[...header.labels, "firstRow", "rows"].map(cell).join(",")}\n`);
	let total = 0;
	return {
		write: async ({ labels, rows, blocks }) => {
			await index.write(`${[...labels, String(total), String(rows)].map(cell).join(",")}\n`);
			for await (const { buffer, byteOffset, byteLength } of blocks())
				await array.write(new Uint8Array(buffer, byteOffset, byteLength));
			total += rows;
		},
		finish: async () => {
			const written = [await array.finish(), await index.finish()];
			await writeHeader(path, total, header.features.length).catch(async (error: unknown) => {
				await rm(path, { force: true });
				throw error;
			});
			return written;
		},
		abandon: async () => {
			await array.abandon();
			await index.abandon();
		},
	};
}

async function writeHeader(path: string, rows: number, columns: number): Promise<void> {
	const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
	const bytes = Buffer.alloc(headerBytes, " ");
	Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]).copy(bytes);
	bytes.writeUInt16LE(headerBytes - 10, 8);
	bytes.write(description, 10, "latin1");
	bytes[headerBytes - 1] = 0x0a;
	const handle = await open(path, "r+");
	try {
		await handle.write(bytes, 0, headerBytes, 0);
	} finally {
		await handle.close();
	}
}
