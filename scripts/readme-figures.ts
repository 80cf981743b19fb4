/**
 * Writes the tables of figures from `results/`: the chief ones into README.md, all of them into docs/figures.md,
 * between the two markers of each. Run `node scripts/readme-figures.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { percent, readResults } from "@undertone/lab";

const root = join(import.meta.dirname, "..");
const [begin, end] = ["<!-- figures -->", "<!-- /figures -->"];

/** What a reader of the README wants first. */
const chief = [
	"speech",
	"speech-emodb",
	"speech-ravdess",
	"speech-nemo",
	"across-tess",
	"emodb-loso",
	"emodb-loso-unlabelled",
	"ravdess-speakers",
	"ravdess-speakers-unlabelled",
	"nemo-loso",
	"s1-tess",
	"s1-tess-speaker",
	"face",
];

/** The pages and which results each prints: those named, or all. */
export const pages: readonly { readonly path: string; readonly ids: readonly string[] | undefined }[] = [
	{ path: join(root, "README.md"), ids: chief },
	{ path: join(root, "docs/figures.md"), ids: undefined },
];

/** The table of some results, in their order, as it should stand. */
export async function figuresTable(ids: readonly string[] | undefined): Promise<string> {
	const stored = await readResults(join(root, "results"));
	const results =
		ids === undefined ? stored : ids.flatMap((id) => stored.filter((result) => result.id === id));
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
	for (const { path, ids } of pages) {
		const text = readFileSync(path, "utf8");
		const from = text.indexOf(begin) + begin.length;
		writeFileSync(
			path,
			`${text.slice(0, from)}\n${await figuresTable(ids)}\n${text.slice(text.indexOf(end))}`,
		);
	}
}
