/**
 * Writes the table of figures in README.md between its two markers, from `results/`.
 *
 * Run `node scripts/readme-figures.ts`; with `--check` it only says whether the table is what `results/` gives.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { percent, readResults } from "@undertone/lab";

const root = join(import.meta.dirname, "..");
const path = join(root, "README.md");
const [begin, end] = ["<!-- figures -->", "<!-- /figures -->"];

/** The table as it should stand. */
export async function figuresTable(): Promise<string> {
	const results = await readResults(join(root, "results"));
	const rows = results.map((result) => {
		const { id, corpora, labels, n, split, adaptation, selection, metrics, command } = result;
		const range = (name: string): string => {
			const metric = metrics[name];
			return metric === undefined
				? ""
				: `${percent(metric.value)} (${percent(metric.low)}–${percent(metric.high)})`;
		};
		const adapted =
			adaptation.kind === "none"
				? ""
				: `, ${adaptation.kind}${adaptation.k > 0 ? `, k = ${adaptation.k}` : ""}`;
		const chosen = selection === "same-speakers" ? "; recipe chosen on the same speakers" : "";
		return `| \`${id}\` | ${corpora.join(" + ")} | ${labels.length} | ${n} | ${split}${adapted}${chosen} | ${range("uar")} | ${range("accuracy")} | \`${command.replace("undertone", "npx undertone")}\` |`;
	});
	return [
		"| result | tested on | classes | clips | protocol | UAR (95 %) | accuracy (95 %) | made by |",
		"|---|---|---|---|---|---|---|---|",
		...rows,
	].join("\n");
}

if (import.meta.main) {
	const text = readFileSync(path, "utf8");
	const from = text.indexOf(begin) + begin.length;
	const to = text.indexOf(end);
	const table = `\n${await figuresTable()}\n`;
	if (process.argv.includes("--check")) process.exitCode = text.slice(from, to) === table ? 0 : 1;
	else writeFileSync(path, text.slice(0, from) + table + text.slice(to));
}
