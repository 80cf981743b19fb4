/**
 * Writes the tables of figures from `results/`: the chief ones into README.md, all of them into docs/figures.md, those
 * of fusion into docs/live.md, between the two markers of each. Run `node scripts/readme-figures.ts`.
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

/** A page, and what it prints between its markers. */
interface Page {
	readonly path: string;
	readonly table: () => Promise<string>;
}

/** The pages that print figures. */
export const pages: readonly Page[] = [
	{ path: join(root, "README.md"), table: () => figuresTable(chief) },
	{ path: join(root, "docs/figures.md"), table: () => figuresTable(undefined) },
	{ path: join(root, "docs/live.md"), table: fusionTable },
];

/** The results named, in this order, or all. */
async function figuresTable(ids: readonly string[] | undefined): Promise<string> {
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

/**
 * Fusion by condition, from the stored predictions: ↓ where a rule is worse than the better of voice and face by more
 * than its interval (paired bootstrap over speakers), ↑ where it is better.
 */
async function fusionTable(): Promise<string> {
	const rules = ["voice", "face", "mean", "product", "weighted", "hybrid", "early"];
	const stored = await readResults(join(root, "results"));
	const columns = rules.map((rule) => {
		const result = stored.find(({ id }) => id === `fusion-${rule}`);
		const cells = new Map<string, string>();
		for (const note of result?.notes ?? []) {
			const [, condition, value, low, high] =
				/^(.+): UAR ([\d.]+) %, .+ \((-?[\d.]+) to (-?[\d.]+)\)$/u.exec(note) ?? [];
			if (condition === undefined) continue;
			const mark = Number(high) < 0 ? " ↓" : Number(low) > 0 ? " ↑" : "";
			cells.set(condition, `${value}${rule === "voice" || rule === "face" ? "" : mark}`);
		}
		return cells;
	});
	const rows = [...(columns[0]?.keys() ?? [])].map((condition) =>
		[`| ${condition}`, ...columns.map((cells) => cells.get(condition) ?? ""), ""].join(" | ").trimEnd(),
	);
	return [`| UAR, % | ${rules.join(" | ")} |`, `|${"---|".repeat(rules.length + 1)}`, ...rows].join("\n");
}

if (import.meta.main) {
	for (const { path, table } of pages) {
		const text = readFileSync(path, "utf8");
		const from = text.indexOf(begin) + begin.length;
		writeFileSync(path, `${text.slice(0, from)}\n${await table()}\n${text.slice(text.indexOf(end))}`);
	}
}
