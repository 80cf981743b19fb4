import type { Comparison } from "../compare/compare-results.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { escapeHtml, htmlPage } from "./html.ts";
import { percent } from "./percent.ts";
import { type ReportExtras, resultSections } from "./result-report.ts";

/** One of the results of a comparison. */
export interface ComparedResult extends ReportExtras {
	readonly result: Result;
	readonly predictions: readonly StoredPrediction[];
}

/** Results side by side, each tested against the first, then each in full, as one HTML file. */
export function comparisonReport(
	results: readonly ComparedResult[],
	comparisons: readonly Comparison[],
): string {
	const anchor = (id: string): string => `result-${id}`;
	const lines = results.map(({ result, neighbour, opened }) => {
		const { uar, accuracy, ece } = result.metrics;
		const [u, a, e] = [uar, accuracy, ece].map((metric) =>
			metric === undefined
				? "–"
				: `${percent(metric.value)}<span class="interval">${percent(metric.low)}–${percent(metric.high)}</span>`,
		);
		const honest =
			neighbour?.metrics.uar === undefined ? "not stored" : `UAR ${percent(neighbour.metrics.uar.value)}`;
		const random =
			result.split === "random" ? ` (the same voices on both sides; on unheard ones: ${honest})` : "";
		return `<tr><th><a href="#${anchor(result.id)}">${escapeHtml(result.id)}</a></th><td class="figure">${u}</td><td class="figure">${a}</td><td class="figure">${e}</td><td>${result.split}${random}</td><td>${result.n}</td><td>${opened}</td><td class="soft words">${escapeHtml(result.classifier)}</td></tr>`;
	});
	const tests = comparisons.map(({ first, second, n, uar, difference, onlyFirst, onlySecond, mcnemar }) => {
		const cells = [
			`${escapeHtml(first.id)} against ${escapeHtml(second.id)}`,
			String(n),
			percent(uar[0]),
			percent(uar[1]),
			`${points(difference.value)} (${points(difference.low)} to ${points(difference.high)})`,
			probability(difference.p),
			`${onlyFirst} / ${onlySecond}`,
			probability(mcnemar),
		];
		return `<tr>${cells.map((cell, i) => (i === 0 ? `<th>${cell}</th>` : `<td class="figure">${cell}</td>`)).join("")}</tr>`;
	});
	const sections = results.map(
		({ result, predictions, ...extras }) =>
			`<section id="${anchor(result.id)}"><h1>${escapeHtml(result.id)}</h1>${resultSections(result, predictions, extras)}</section>`,
	);
	return htmlPage(
		`Compared: ${results.map(({ result }) => result.id).join(", ")}`,
		`<h1>Results side by side</h1>
<div class="scroll"><table>
<tr><th>result</th><th class="figure">UAR</th><th class="figure">accuracy</th><th class="figure">calibration error</th><th>protocol</th><th>clips</th><th>recipes opened</th><th>classifier</th></tr>
${lines.join("\n")}
</table></div>
<h2>On the same clips</h2>
<div class="scroll"><table>
<tr><th></th><th>clips</th><th>UAR, first</th><th>UAR, second</th><th>difference, points (95 %)</th><th>p, bootstrap</th><th>right only in the first / second</th><th>p, McNemar</th></tr>
${tests.join("\n")}
</table></div>
<p class="soft">The difference is drawn over speakers (clips where there are fewer than eight), both results on the same draws; McNemar's exact test is over clips and takes them to be independent.</p>
${sections.join("\n")}`,
	);
}

function points(value: number): string {
	return `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(1)}`;
}

function probability(p: number): string {
	return p < 0.001 ? "&lt; 0.001" : p.toFixed(3);
}
