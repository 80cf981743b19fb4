import type { TableHeader, TableWriter } from "./table.ts";
import { createTextFile } from "./text-file.ts";

/** A table as CSV (RFC 4180): a header, a row a clip or frame; numbers that are undefined are empty. */
export async function createCsvWriter(path: string, header: TableHeader): Promise<TableWriter> {
	const file = await createTextFile(path);
	await file.write(`${[...header.labels, ...header.numbers, ...header.features].map(cell).join(",")}\n`);
	const width = header.features.length;
	return {
		write: async ({ labels, numbersOf, blocks }) => {
			const words = labels.map(cell).join(",");
			let row = 0;
			for await (const values of blocks()) {
				for (let at = 0; at < values.length; at += width) {
					let text = words;
					for (const number of numbersOf(row++)) text += `,${formatNumber(number)}`;
					for (let c = at; c < at + width; c++) text += `,${formatNumber(values[c] as number)}`;
					await file.write(`${text}\n`);
				}
			}
		},
		finish: async () => [await file.finish()],
		abandon: file.abandon,
	};
}

/** Nine significant digits: enough to give back the same 32-bit float. */
export function formatNumber(value: number): string {
	return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : "";
}

/** A cell in quotation marks where it holds a comma, a quotation mark or a line break. */
export function cell(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
