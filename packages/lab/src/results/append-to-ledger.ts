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

/**
 * Appends a line to `ledger.csv`: every opening of a test part is one, so that a reader can count them.
 *
 * @param options.once - Whether a line that says the same but for its date will do: what goes on after a stop opens
 *   nothing anew.
 */
export async function appendToLedger(
	folder: string,
	opening: Opening,
	{ once = false }: { readonly once?: boolean } = {},
): Promise<void> {
	const path = join(folder, "ledger.csv");
	await mkdir(folder, { recursive: true });
	const before = await readFile(path, "utf8").catch(() => "");
	const line = [
		opening.id,
		opening.corpora.join("+"),
		opening.split,
		`${opening.adaptation.kind}:${opening.adaptation.k}`,
		opening.classifier,
		opening.features,
		opening.selection,
		...["uar", "accuracy"].map((name) => rounded(opening.metrics[name]?.value)),
	]
		.map(csvField)
		.join(",");
	if (once && before.split("\n").some((other) => other.endsWith(`Z,${line}`))) return;
	await appendFile(path, `${before === "" ? `${heading}\n` : ""}${opening.date},${line}\n`);
}

function rounded(value: number | undefined): number | "" {
	return value === undefined ? "" : Math.round(value * 1e5) / 1e5;
}
