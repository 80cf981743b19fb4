import { percent, type Result } from "@undertone/lab";

/** As wide as the longest: "speaker-independent, 10 unlabelled, same speakers". */
const protocolWidth = 48;

/** One line for a stored figure: what, on what, how, how good, how many. */
export function resultLine(result: Result, width: number): string {
	const { uar, accuracy } = result.metrics;
	const range = (metric: typeof uar): string =>
		metric === undefined
			? ""
			: `${percent(metric.value)} (${percent(metric.low)} to ${percent(metric.high)})`;
	return [
		result.id.padEnd(width),
		result.corpora.join("+").padEnd(22),
		protocolWords(result).padEnd(protocolWidth),
		String(result.labels.length).padStart(7),
		String(result.n).padStart(6),
		range(uar).padEnd(26),
		range(accuracy),
	].join("  ");
}

/** The heading over {@link resultLine}. */
export function resultHeading(width: number): string {
	return [
		"id".padEnd(width),
		"corpora".padEnd(22),
		"protocol".padEnd(protocolWidth),
		"classes",
		"     n",
		"UAR (95 %)".padEnd(26),
		"accuracy (95 %)",
	].join("  ");
}

function protocolWords({ split, adaptation, selection }: Result): string {
	const k = adaptation.k > 0 ? `${adaptation.k} ` : "";
	const adapted = adaptation.kind === "none" ? "" : `, ${k}${adaptation.kind}`;
	const chosen = selection === "same-speakers" ? ", same speakers" : "";
	return `${split}${adapted}${chosen}`;
}
