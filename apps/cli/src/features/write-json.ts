import type { FeatureSet } from "@undertone/speech";
import { joined } from "./row-blocks.ts";
import type { TableHeader, TableWriter } from "./table.ts";
import { createTextFile } from "./text-file.ts";
import { toRecord } from "./to-record.ts";

/** A list of what `--json` prints, one object a file, with the labels beside it where there are any. */
export async function createJsonWriter(
	path: string,
	header: TableHeader,
	set: FeatureSet,
): Promise<TableWriter> {
	const file = await createTextFile(path);
	let separator = "[\n";
	return {
		write: async ({ labels, duration, rows, blocks }) => {
			const values = await joined(blocks(), rows * header.features.length);
			const [name = "", ...others] = labels;
			const words = Object.fromEntries(others.map((label, i) => [header.labels[i + 1] as string, label]));
			const { file: shown, ...record } = toRecord(name, duration, set, header.features, values);
			await file.write(`${separator}${JSON.stringify({ file: shown, ...words, ...record })}`);
			separator = ",\n";
		},
		finish: async () => {
			await file.write(separator === "[\n" ? "[]\n" : "\n]\n");
			return [await file.finish()];
		},
		abandon: file.abandon,
	};
}
