/**
 * Writes the tables of figures from `results/`: the chief ones into README.md, all of them and the targets into docs/figures.md, those
 * of fusion into docs/live.md, of expressions into docs/face.md, of noise and damage into docs/robustness.md, of
 * i-vectors into docs/lab.md, between two markers. Run `node scripts/readme-figures.ts`.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	classWords,
	countFaceParameters,
	countOpenings,
	embeddingTable,
	honestNeighbour,
	isFaceRecipe,
	type Metric,
	openedOn,
	percent,
	type Result,
	readRecipe,
	readResults,
} from "@undertone/lab";
import { fillTable } from "./fill-table.ts";
import { targetsTable } from "./targets-table.ts";

const root = join(import.meta.dirname, "..");

/**
 * What a reader of the README wants first. Those whose recipe was chosen with their own speakers in view are no
 * headlines: they go into a table of their own.
 */
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
	"face-pair-moved-all",
];

/** A page, and what it prints between the markers `<!-- name -->` and `<!-- /name -->`. */
interface Page {
	readonly path: string;
	readonly name: string;
	readonly table: () => Promise<string>;
}

/** The pages that print figures. */
export const pages: readonly Page[] = [
	{ path: join(root, "README.md"), name: "figures", table: () => figuresTable(isHeadline) },
	{ path: join(root, "README.md"), name: "same-speakers", table: () => figuresTable(isInView) },
	{ path: join(root, "docs/figures.md"), name: "figures", table: () => figuresTable(() => true) },
	{
		path: join(root, "docs/figures.md"),
		name: "targets",
		table: async () => targetsTable(await readResults(join(root, "results"))),
	},
	{ path: join(root, "docs/live.md"), name: "figures", table: fusionTable },
	{ path: join(root, "docs/face.md"), name: "expressions", table: expressionsTable },
	{ path: join(root, "docs/robustness.md"), name: "conditions", table: conditionsTable },
	{ path: join(root, "docs/robustness.md"), name: "damage", table: damageTable },
	{ path: join(root, "docs/lab.md"), name: "embeddings", table: embeddingsTable },
];

function isHeadline({ id, selection }: Result): boolean {
	return chief.includes(id) && selection !== "same-speakers";
}

function isInView({ id, selection }: Result): boolean {
	return chief.includes(id) && selection === "same-speakers";
}

/** The results that are wanted, the chief ones in their order; below a random split what remains on unheard voices. */
async function figuresTable(wanted: (result: Result) => boolean): Promise<string> {
	const stored = await readResults(join(root, "results"));
	const openings = await countOpenings(join(root, "results"));
	const results = stored.filter(wanted);
	if (results.every(({ id }) => chief.includes(id))) {
		results.sort((one, other) => chief.indexOf(one.id) - chief.indexOf(other.id));
	}
	const rows = results.map((result) => {
		const { id, corpora, n, split, adaptation, selection, metrics, command, caveat } = result;
		const adapted =
			adaptation.kind === "none"
				? ""
				: `, ${adaptation.kind}${adaptation.k > 0 ? `, k = ${adaptation.k}` : ""}`;
		const chosen = selection === "same-speakers" ? "; recipe chosen on the same speakers" : "";
		const warned = caveat === undefined ? "" : `; **${caveat}**`;
		return `| \`${id}\` | ${corpora.join(" + ")} | ${classWords(result)} | ${n} | ${split}${adapted}${chosen}${warned}${neighbourWords(result, stored)} | ${range(metrics.uar)} | ${range(metrics.accuracy)} | ${openedOn(result, openings)} | \`${command.replace("undertone", "npx undertone")}\` |`;
	});
	return [
		"| result | tested on | classes | clips | protocol | UAR (95 %) | accuracy (95 %) | recipes opened | made by |",
		"|---|---|---|---|---|---|---|---|---|",
		...rows,
	].join("\n");
}

function range(metric: Metric | undefined): string {
	return metric === undefined
		? ""
		: `${percent(metric.value)} (${percent(metric.low)}–${percent(metric.high)})`;
}

function neighbourWords(result: Result, stored: readonly Result[]): string {
	if (result.split !== "random") return "";
	const neighbour = honestNeighbour(result, stored);
	if (neighbour === undefined) return "; on unheard voices: no figure is stored";
	const { uar, accuracy } = neighbour.metrics;
	return `; on unheard voices (\`${neighbour.id}\`) UAR ${range(uar)}, accuracy ${range(accuracy)}`;
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

/** Recipes of expressions with their stored figures, the best first; the numbers that a network on pictures learns are counted. */
async function expressionsTable(): Promise<string> {
	const folder = join(root, "recipes");
	const files = (await readdir(folder)).filter((file) => file.startsWith("face") && file.endsWith(".json"));
	const recipes = (await Promise.all(files.map((file) => readRecipe(join(folder, file))))).filter(
		isFaceRecipe,
	);
	const stored = await readResults(join(root, "results"));
	const whole = (count: number): string => count.toLocaleString("en");
	const rows = recipes.flatMap((recipe) => {
		const result = stored.find(({ id }) => id === recipe.id);
		if (result === undefined) return [];
		const numbers = recipe.task === "face-expression" ? whole(countFaceParameters(recipe)) : "–";
		const learnt = /^Trained on (\d+)/u.exec(result.notes?.[0] ?? "")?.[1];
		const { accuracy, uar } = result.metrics;
		const figures = [accuracy, uar].map((one) =>
			one === undefined ? "" : `${percent(one.value)} (${percent(one.low)}–${percent(one.high)})`,
		);
		const cells = [
			`\`${recipe.id}\``,
			result.features,
			result.classifier,
			numbers,
			learnt === undefined ? "" : whole(Number(learnt)),
			whole(result.n),
			...figures,
		];
		return [{ value: accuracy?.value ?? 0, line: `| ${cells.join(" | ")} |` }];
	});
	return [
		"| id | what it sees | model | numbers learnt | pictures learnt from | n | accuracy (95 %) | UAR (95 %) |",
		"|---|---|---|---|---|---|---|---|",
		...rows.sort((a, b) => b.value - a.value).map(({ line }) => line),
	].join("\n");
}

/** The cells of a stored table, by row and by the heading of the column; no field of it holds a line break. */
async function readTable(id: string): Promise<Record<string, string>[]> {
	const text = await readFile(join(root, "results", id, "table.csv"), "utf8");
	const lines = text.trim().split("\n");
	const cells = (line: string): string[] =>
		[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gu)].map(
			([, quoted, plain]) => quoted ?? plain ?? "",
		);
	const heading = cells(lines[0] ?? "");
	return lines
		.slice(1)
		.map((line) => Object.fromEntries(cells(line).map((cell, c) => [heading[c] ?? "", cell])));
}

const points = (share: string | number | undefined): string => (100 * Number(share)).toFixed(1);

/** UAR by condition of the test clips, of recipes trained on clips as recorded and on changed copies too. */
async function conditionsTable(): Promise<string> {
	const ids = ["ravdess-clean", "ravdess-augmented", "ravdess-clean-svm", "ravdess-augmented-svm"];
	const tables = await Promise.all(ids.map((id) => readTable(`conditions-${id}`)));
	const rows = (tables[0] ?? []).map(({ condition = "" }) => {
		const cells = tables.map((table) => {
			const row = table.find((one) => one.condition === condition);
			const loss = Number(row?.uar) - Number(table[0]?.uar);
			const change = row === table[0] ? "" : `, ${loss < 0 ? "−" : "+"}${points(Math.abs(loss))}`;
			return `${points(row?.uar)} (${points(row?.uar_low)}–${points(row?.uar_high)})${change}`;
		});
		return `| ${condition} | ${cells.join(" | ")} |`;
	});
	return [`| UAR, % | ${ids.map((id) => `\`${id}\``).join(" | ")} |`, "|---|---|---|---|---|", ...rows].join(
		"\n",
	);
}

/** UAR of damaged networks. */
async function damageTable(): Promise<string> {
	const rows = await readTable("damaged");
	const models = [...new Set(rows.map(({ model = "" }) => model))];
	const harms = [...new Set(rows.map(({ harm, level }) => `${harm} ${level}`))];
	const words: Readonly<Record<string, (level: string) => string>> = {
		none: () => "whole",
		weights: (level) => `${points(level)} % of the weights 0`,
		units: (level) => `${points(level)} % of the hidden units 0`,
		bits: (level) => `weights of ${level} bits`,
		features: (level) => `${points(level)} % of the features missing`,
	};
	const lines = harms.map((key) => {
		const [harm = "", level = ""] = key.split(" ");
		const cells = models.map((model) => {
			const row = rows.find((one) => one.model === model && one.harm === harm && one.level === level);
			if (row === undefined) return "–";
			const range = Number(row.draws) > 1 ? ` (${points(row.uar_least)}–${points(row.uar_greatest)})` : "";
			return `${points(row.uar)}${range}`;
		});
		return `| ${words[harm]?.(level) ?? key} | ${cells.join(" | ")} |`;
	});
	const heading = models.map((model) => `${model}; ${rows.find((row) => row.model === model)?.corpus}`);
	return [`| UAR, % | ${heading.join(" | ")} |`, `|${"---|".repeat(models.length + 1)}`, ...lines].join("\n");
}

/** PLDA and SVM on i-vectors. */
async function embeddingsTable(): Promise<string> {
	const [heading = [], ...rows] = await embeddingTable(join(root, "results"));
	const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
	return [line(heading), `|${"---|".repeat(heading.length)}`, ...rows.map(line)].join("\n");
}

if (import.meta.main) {
	for (const { path, name, table } of pages) {
		fillTable(path, name, await table());
	}
}
