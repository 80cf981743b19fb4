import {
	classWords,
	countOpenings,
	honestNeighbour,
	openedOn,
	percent,
	type Result,
	readResults,
} from "@undertone/lab";
import { findFolder } from "./find-folder.ts";
import { neighbourCommand } from "./list-recipes.ts";

/**
 * Stored figures, a line each under a heading: what, on what, how, how good, how many, how many recipes were opened on
 * the corpora so far; below a random split its honest neighbour.
 *
 * @param folder - Where they are stored, with their ledger.
 */
export async function resultTable(results: readonly Result[], folder: string): Promise<string[]> {
	const stored = await readResults(folder);
	const usual = findFolder("results");
	// A figure that was made again elsewhere has its neighbours where the others are.
	const known = usual === folder ? stored : [...stored, ...(await readResults(usual))];
	const openings = await countOpenings(folder);
	const rows = results.map((result) => cells(result, openedOn(result, openings)));
	const widths = heading.map((name, column) =>
		Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (row: readonly string[]): string =>
		row
			.map((cell, column) =>
				numbers.has(column) ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
			)
			.join("  ")
			.trimEnd();
	const lines = [line(heading)];
	for (const [r, result] of results.entries()) {
		lines.push(line(rows[r] as string[]));
		if (result.split === "random") lines.push(`  ${await neighbourWords(result, known)}`);
	}
	return lines;
}

const heading = [
	"id",
	"corpora",
	"protocol",
	"classes",
	"n",
	"UAR (95 %)",
	"accuracy (95 %)",
	"recipes opened",
	"",
] as const;
/** Columns of {@link heading} that hold one number. */
const numbers = new Set([3, 4]);

async function neighbourWords(result: Result, known: readonly Result[]): Promise<string> {
	const neighbour = honestNeighbour(result, known);
	if (neighbour !== undefined) {
		return `on voices that it has not heard (${neighbour.id}): UAR ${range(neighbour.metrics.uar)}, accuracy ${range(neighbour.metrics.accuracy)}`;
	}
	return `on voices that it has not heard: no figure is stored; ${await neighbourCommand(result)}`;
}

function range(metric: Result["metrics"][string] | undefined): string {
	return metric === undefined
		? ""
		: `${percent(metric.value)} (${percent(metric.low)} to ${percent(metric.high)})`;
}

function cells(result: Result, opened: string): string[] {
	const { uar, accuracy } = result.metrics;
	return [
		result.id,
		result.corpora.join("+"),
		protocolWords(result),
		classWords(result),
		String(result.n),
		range(uar),
		range(accuracy),
		opened,
		result.caveat ?? "",
	];
}

function protocolWords({ split, adaptation, selection }: Result): string {
	const k = adaptation.k > 0 ? `${adaptation.k} ` : "";
	const adapted = adaptation.kind === "none" ? "" : `, ${k}${adaptation.kind}`;
	const chosen = selection === "same-speakers" ? ", same speakers" : "";
	return `${split}${adapted}${chosen}`;
}
