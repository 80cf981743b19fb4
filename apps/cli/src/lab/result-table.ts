import { countOpenings, honestNeighbour, openedOn, percent, type Result, readResults } from "@undertone/lab";
import { findFolder } from "./find-folder.ts";
import { neighbourCommand } from "./list-recipes.ts";

/** As wide as the longest: "speaker-independent, 10 unlabelled, same speakers". */
const protocolWidth = 48;

/**
 * Figures as a table for a terminal: below a random split its honest neighbour, and in the last column how many recipes
 * were opened on the corpora so far.
 *
 * @param folder - Where they are stored, with their ledger.
 */
export async function resultTable(results: readonly Result[], folder: string): Promise<string[]> {
	const stored = await readResults(folder);
	const usual = findFolder("results");
	// A figure that was made again elsewhere has its neighbours where the others are.
	const known = usual === folder ? stored : [...stored, ...(await readResults(usual))];
	const openings = await countOpenings(folder);
	const width = Math.max(...results.map(({ id }) => id.length));
	const lines = [resultHeading(width)];
	for (const result of results) {
		lines.push(resultLine(result, width, openedOn(result, openings)));
		if (result.split === "random") lines.push(`  ${await neighbourWords(result, known)}`);
	}
	return lines;
}

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

/** One line for a stored figure: what, on what, how, how good, how many. */
function resultLine(result: Result, width: number, opened: string): string {
	const { uar, accuracy } = result.metrics;
	return [
		result.id.padEnd(width),
		result.corpora.join("+").padEnd(22),
		protocolWords(result).padEnd(protocolWidth),
		String(result.labels.length).padStart(7),
		String(result.n).padStart(6),
		range(uar).padEnd(28),
		range(accuracy).padEnd(28),
		opened,
	].join("  ");
}

/** The heading over {@link resultLine}. */
function resultHeading(width: number): string {
	return [
		"id".padEnd(width),
		"corpora".padEnd(22),
		"protocol".padEnd(protocolWidth),
		"classes",
		"     n",
		"UAR (95 %)".padEnd(28),
		"accuracy (95 %)".padEnd(28),
		"recipes opened",
	].join("  ");
}

function protocolWords({ split, adaptation, selection }: Result): string {
	const k = adaptation.k > 0 ? `${adaptation.k} ` : "";
	const adapted = adaptation.kind === "none" ? "" : `, ${k}${adaptation.kind}`;
	const chosen = selection === "same-speakers" ? ", same speakers" : "";
	return `${split}${adapted}${chosen}`;
}
