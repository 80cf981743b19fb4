import { matrixFromRows } from "@undertone/core";
import { coverageAccuracy, reliabilityBins } from "@undertone/learn";
import type { StoredImportance } from "../explain/read-importance.ts";
import { iVectors } from "../explain/read-importance.ts";
import type { ClipDetail } from "../groups/clip-detail.ts";
import { groupGaps } from "../groups/group-gaps.ts";
import { classWords } from "../results/class-words.ts";
import type { Metric, Result, StoredPrediction } from "../results/result.ts";
import type { Curve } from "../results/store-curves.ts";
import { confusionTable } from "./confusion-table.ts";
import { groupTables } from "./group-tables.ts";
import { escapeHtml, htmlPage } from "./html.ts";
import { importanceChart } from "./importance-chart.ts";
import { curvesChart } from "./learning-curves.ts";
import { percent } from "./percent.ts";
import { reliabilityChart } from "./reliability-chart.ts";

/** What a report shows beside a result's own files. */
export interface ReportExtras {
	/** By `CORPUS/file`. */
	readonly details: ReadonlyMap<string, ClipDetail>;
	readonly curves: readonly Curve[];
	/** Empty where none were computed. */
	readonly importances: readonly StoredImportance[];
	/** Of a random split: the same recipe on unheard voices, where it is stored. */
	readonly neighbour: Result | undefined;
	/** How many recipes were opened on the corpora so far. */
	readonly opened: string;
}

/** A stored result as one HTML file: figures, confusions, reliability, coverage, groups, curves. */
export function resultReport(
	result: Result,
	predictions: readonly StoredPrediction[],
	extras: ReportExtras,
): string {
	return htmlPage(
		`${result.id}: how good it is`,
		`<h1>${escapeHtml(result.id)}</h1>
${resultSections(result, predictions, extras)}`,
	);
}

/** The sections of {@link resultReport}, for pages that show several results. */
export function resultSections(
	result: Result,
	predictions: readonly StoredPrediction[],
	{ details, curves, importances, neighbour, opened }: ReportExtras,
): string {
	return `${factsTable(result, neighbour, opened)}
<h2>Figures</h2>
${metricsTable(result.metrics, result.intervals)}
<h2>Confusions</h2>
${confusionTable(predictions, result.labels)}
<h2>Calibration</h2>
${calibration(result, predictions)}
<h2>Groups</h2>
${groupTables(groupGaps(predictions, details))}
<h2>What it listens to</h2>
${
	importances.length === 0
		? `<p class="soft">Not computed: undertone importance with the recipe does.</p>`
		: `<p class="soft">Points of UAR lost on unseen speakers when the statistics of one contour (how many stands beside it) are exchanged between clips${importances.some(({ family }) => family === iVectors) ? ", or all dimensions of their i-vectors" : ""}, with 95 % intervals over speakers. Contours that say the same as others are missed little.</p>${importanceChart(importances)}`
}
<h2>Learning curves</h2>
${
	curves.length === 0
		? `<p class="soft">None stored: this classifier has no epochs, or it was trained before curves were stored (training it again stores them).</p>`
		: `<p class="soft">${curves.length} fits; loss in training solid, on held-out speakers of the training part dashed.</p>${curvesChart(curves)}`
}`;
}

function factsTable(result: Result, neighbour: Result | undefined, opened: string): string {
	const { adaptation, selection } = result;
	const facts: readonly (readonly [string, string])[] = [
		["Tested on", `${result.corpora.join(", ")}: ${result.n} clips, ${classWords(result)} classes`],
		...(result.trainedOn === undefined ? [] : [["Trained on", result.trainedOn.join(", ")] as const]),
		["Protocol", `${result.split}, ${result.folds.length} folds`],
		[
			"Speaker profile",
			adaptation.kind === "none"
				? "none"
				: `${adaptation.kind}${adaptation.k > 0 ? `, k = ${adaptation.k}` : ""}`,
		],
		["Classifier", result.classifier],
		["Features", result.features],
		[
			"Recipe chosen",
			selection === "same-speakers"
				? "on groups that contain the reported speakers: no headline figure"
				: selection.replaceAll("-", " "),
		],
		["Recipes opened on this corpus so far", opened],
		["Made by", result.command],
		["Date, seed, seconds", `${result.date.slice(0, 10)}, ${result.seed}, ${result.trainSeconds}`],
	];
	const warning = (text: string, more = ""): string =>
		`<p><strong>${escapeHtml(text)}</strong>${more === "" ? "" : ` ${more}`}</p>`;
	const warnings = [
		...(result.split === "random"
			? [
					warning(
						"The same voices are on both sides of a random split: these figures say nothing about a new person.",
						neighbourSentence(neighbour),
					),
				]
			: []),
		...(result.caveat === undefined ? [] : [warning(`Read these figures as: ${result.caveat}.`)]),
	];
	const notes = (result.notes ?? []).map((note) => `<li>${escapeHtml(note)}</li>`).join("");
	return `${warnings.join("")}<table>${facts.map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`).join("\n")}</table>${notes === "" ? "" : `<ul>${notes}</ul>`}`;
}

function neighbourSentence(neighbour: Result | undefined): string {
	if (neighbour === undefined) {
		return `The same recipe on voices that it has not heard is not stored: with "protocol": {"split": "speaker-independent", "folds": "speakers"} undertone train makes it.`;
	}
	const range = (name: string): string => {
		const { value, low, high } = neighbour.metrics[name] as Metric;
		return `${percent(value)} (${percent(low)} to ${percent(high)})`;
	};
	return `The same recipe on voices that it has not heard (${escapeHtml(neighbour.id)}): UAR ${range("uar")}, accuracy ${range("accuracy")}.`;
}

const words: Readonly<Record<string, string>> = {
	uar: "UAR (unweighted average recall)",
	accuracy: "accuracy",
	precision: "precision, mean of the classes",
	f1: "F1, mean of the classes",
	ece: "calibration error (ECE)",
	brier: "Brier score (0 to 2)",
	eceExpected: "calibration error that perfect calibration would show at this n",
};

function metricsTable(metrics: Readonly<Record<string, Metric>>, over: Result["intervals"]): string {
	const shown = (name: string, value: number): string =>
		name === "brier" ? value.toFixed(3) : percent(value);
	const lines = Object.entries(metrics).map(
		([name, { value, low, high }]) =>
			`<tr><th>${escapeHtml(words[name] ?? name)}</th><td class="figure">${shown(name, value)}</td><td class="figure">${shown(name, low)} to ${shown(name, high)}</td></tr>`,
	);
	return `<table><tr><th></th><th></th><th>95 %</th></tr>${lines.join("\n")}</table>
<p class="soft">Intervals: bootstrap over ${over}${over === "clips" ? " (fewer than eight speakers: they are too narrow)" : ""}.</p>`;
}

function calibration({ labels }: Result, predictions: readonly StoredPrediction[]): string {
	const scores = matrixFromRows(predictions.map((row) => Float32Array.from(row.scores)));
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const bins = reliabilityBins(scores, actual);
	const steps = coverageAccuracy(scores, actual).filter(
		(_, i, all) => i % Math.max(1, Math.round(all.length / 10)) === 0 || i === all.length - 1,
	);
	const lines = steps.map(
		({ coverage, accuracy }) => `<tr><td>${percent(coverage)}</td><td>${percent(accuracy)}</td></tr>`,
	);
	return `<div class="grid"><figure>${reliabilityChart(bins)}<figcaption>Confidence against the share that was right, ten bins of equal size; on the dashed line they agree.</figcaption></figure>
<table><tr><th>answered (the most confident)</th><th>of these right</th></tr>${lines.join("\n")}</table></div>`;
}
