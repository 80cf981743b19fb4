import { type Emotion, emotionNoun } from "@undertone/core";
import { f1, macroAverage, precision, recall } from "@undertone/learn";
import type { StoredPrediction } from "../results/result.ts";
import { escapeHtml } from "./html.ts";
import { percent } from "./percent.ts";

/**
 * How often each class was taken for each, in percent of the actual class, with precision, recall and F1, as HTML.
 *
 * @param labels - Rows and columns; predictions outside them are in a column of their own where there are any.
 */
export function confusionTable(predictions: readonly StoredPrediction[], labels: readonly Emotion[]): string {
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const k = labels.length;
	const [recalls, precisions, f1s] = [recall, precision, f1].map((figure) => figure(actual, predicted, k));
	const outside = predicted.some((p) => p < 0);
	const columns = [...labels.keys(), ...(outside ? [-1] : [])];
	const cell = (share: number, isRight: boolean): string =>
		`<td class="heat${isRight ? " right" : ""}" style="--share:${(100 * share).toFixed(0)}%">${(100 * share).toFixed(1)}</td>`;
	const lines = labels.flatMap((label, a) => {
		const rows = actual.flatMap((value, i) => (value === a ? [predicted[i] as number] : []));
		// That the model can name, but no clip has.
		if (rows.length === 0) return [];
		const cells = columns.map((p) => cell(rows.filter((value) => value === p).length / rows.length, a === p));
		const figures = [precisions?.[a], recalls?.[a], f1s?.[a]].map(
			(value) => `<td class="figure">${shown(value)}</td>`,
		);
		return `<tr><th>${escapeHtml(emotionNoun(label))}</th>${cells.join("")}${figures.join("")}<td>${rows.length}</td></tr>`;
	});
	const heads = columns.map(
		(p) => `<th>${p < 0 ? "another" : escapeHtml(emotionNoun(labels[p] as Emotion))}</th>`,
	);
	const means = [precisions, recalls, f1s].map(
		(values) =>
			`<td class="figure">${shown(macroAverage((values ?? []).filter((_, c) => actual.includes(c))))}</td>`,
	);
	return `<div class="scroll"><table class="confusion">
<tr><th>% of the row</th>${heads.join("")}<th>precision</th><th>recall</th><th>F1</th><th>n</th></tr>
${lines.join("\n")}
<tr><th>mean of the classes</th>${columns.map(() => "<td></td>").join("")}${means.join("")}<td>${predictions.length}</td></tr>
</table></div>`;
}

function shown(value: number | undefined): string {
	return value === undefined || Number.isNaN(value) ? "–" : percent(value);
}
