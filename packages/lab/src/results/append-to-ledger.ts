import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvField } from "./csv-field.ts";
import type { Result } from "./result.ts";

/** What the ledger says of an opening of a test part. */
export type Opening = Pick<
	Result,
	"date" | "id" | "corpora" | "split" | "adaptation" | "classifier" | "features" | "selection" | "metrics"
>;

const heading = "date,id,corpora,split,adaptation,classifier,features,selection,uar,accuracy";

/** Appends a line to `ledger.csv`: every opening of a test part is one, so that a reader can count them. */
export async function appendToLedger(folder: string, opening: Opening): Promise<void> {
	const path = join(folder, "ledger.csv");
	await mkdir(folder, { recursive: true });
	const exists = (await readFile(path, "utf8").catch(() => "")) !== "";
	const line = [
		opening.date,
		opening.id,
		opening.corpora.join("+"),
		opening.split,
		`${opening.adaptation.kind}:${opening.adaptation.k}`,
		opening.classifier,
		opening.features,
		opening.selection,
		opening.metrics.uar?.value ?? "",
		opening.metrics.accuracy?.value ?? "",
	]
		.map(csvField)
		.join(",");
	await appendFile(path, `${exists ? "" : `${heading}\n`}${line}\n`);
}
