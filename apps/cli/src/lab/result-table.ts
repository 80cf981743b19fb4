import { percent, type Result } from "@undertone/lab";

/** Stored figures, a line each under a heading: what, on what, how, how good, how many. */
export function resultTable(results: readonly Result[]): string[] {
	const lines = [heading, ...results.map(cells)];
	const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines.map((line) =>
		line
			.map((cell, column) =>
				numbers.has(column) ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
			)
			.join("  ")
			.trimEnd(),
	);
}

const heading = ["id", "corpora", "protocol", "classes", "n", "UAR (95 %)", "accuracy (95 %)", ""] as const;
/** Columns of {@link heading} that hold one number. */
const numbers = new Set([3, 4]);

function cells(result: Result): string[] {
	const { uar, accuracy } = result.metrics;
	const range = (metric: typeof uar): string =>
		metric === undefined
			? ""
			: `${percent(metric.value)} (${percent(metric.low)} to ${percent(metric.high)})`;
	return [
		result.id,
		result.corpora.join("+"),
		protocolWords(result),
		String(result.labels.length),
		String(result.n),
		range(uar),
		range(accuracy),
		result.caveat ?? "",
	];
}

function protocolWords({ split, adaptation, selection }: Result): string {
	const k = adaptation.k > 0 ? `${adaptation.k} ` : "";
	const adapted = adaptation.kind === "none" ? "" : `, ${k}${adaptation.kind}`;
	const chosen = selection === "same-speakers" ? ", same speakers" : "";
	return `${split}${adapted}${chosen}`;
}
