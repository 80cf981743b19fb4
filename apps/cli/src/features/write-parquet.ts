import { parquetWriteBuffer } from "hyparquet-writer";
import type { TableHeader, TableWriter } from "./table.ts";
import { createTextFile } from "./text-file.ts";

/** A table as Parquet: words as strings, features as 32-bit floats (NaN where undefined); held in memory until done. */
export async function createParquetWriter(path: string, header: TableHeader): Promise<TableWriter> {
	const file = await createTextFile(path);
	const labels: string[][] = header.labels.map(() => []);
	const numbers: number[][] = header.numbers.map(() => []);
	const parts: Float32Array[] = [];
	let total = 0;
	return {
		write: async (rows) => {
			for (let r = 0; r < rows.rows; r++) {
				for (const [i, label] of rows.labels.entries()) labels[i]?.push(label);
				for (const [i, number] of rows.numbersOf(r).entries()) numbers[i]?.push(number);
			}
			for await (const values of rows.blocks()) parts.push(values);
			total += rows.rows;
		},
		finish: async () => {
			const buffer = parquetWriteBuffer({
				columnData: [
					...header.labels.map((name, i) => ({ name, data: labels[i] ?? [], type: "STRING" as const })),
					...header.numbers.map((name, i) => ({ name, data: numbers[i] ?? [], type: "DOUBLE" as const })),
					...header.features.map((name, i) => ({
						name,
						data: column(parts, i, header.features.length, total),
						type: "FLOAT" as const,
					})),
				],
				createdBy: "undertone",
			});
			await file.write(new Uint8Array(buffer));
			return [await file.finish()];
		},
		abandon: file.abandon,
	};
}

function column(parts: readonly Float32Array[], index: number, width: number, rows: number): Float32Array {
	const out = new Float32Array(rows);
	let r = 0;
	for (const values of parts) {
		for (let p = index; p < values.length; p += width) out[r++] = values[p] as number;
	}
	return out;
}
