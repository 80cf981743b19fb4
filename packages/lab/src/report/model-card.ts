import type { Emotion } from "@undertone/core";
import { confusionMatrix, coverageAccuracy, precision, recall } from "@undertone/learn";
import { soundCreditLines } from "../augment/sound-credits.ts";
import { variantWords } from "../augment/variant.ts";
import { describeBlend } from "../fit/classifier.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { classWords } from "../results/class-words.ts";
import type { Metric, Result, StoredPrediction } from "../results/result.ts";
import { percent } from "./percent.ts";

/** What a card says of the file itself. */
interface FileFacts {
	readonly bytes: number;
	/** Confidence below which it is not sure. */
	readonly threshold: number;
	/** How many recipes were opened on each corpus so far. */
	readonly openings: ReadonlyMap<string, number>;
}

/** The model card: Markdown made from stored predictions alone. */
export function modelCard(
	recipe: Recipe,
	result: Result,
	parts: readonly Result[],
	predictions: readonly StoredPrediction[],
	{ bytes, threshold, openings }: FileFacts,
): string {
	const answered = predictions.filter((row) => Math.max(...row.scores) >= threshold);
	const right = answered.filter((row) => row.actual === row.predicted).length / answered.length;
	return `# ${recipe.model?.name ?? recipe.id}

${recipe.description}

- **File**: \`${recipe.model?.file ?? ""}\`, ${(bytes / 1024).toFixed(0)} KiB, made by \`${result.command}\`.
- **Hears**: 16 kHz mono speech through the feature set \`${recipe.features}\`${recipe.embedding === undefined ? "" : ` and, as i-vectors, \`${recipe.embedding.features}\``}; ${levelWords(recipe)}.
- **Says**: likeness to ${recipe.labels.join(", ")}; "not sure" below ${threshold} (the least confident ${percent(1 - answered.length / predictions.length)} of the out-of-fold clips; of the others ${percent(right)} are right).
- **Trained on**: ${result.corpora.join(", ")}, all acted. ${Object.entries(recipe.mapping)
		.map(([from, to]) =>
			to === null ? `Clips labelled ${from} are left out.` : `Clips labelled ${from} count as ${to}.`,
		)
		.join(" ")} A class that a corpus lacks is masked in the loss for its clips.
- **Augmentation**: ${recipe.augment.map(variantWords).join("; ") || "none"}${recipe.augment.length > 0 ? ", for every corpus alike" : ""}.
${creditLine(recipe)}- **Classifier**: ${describeBlend(recipe)}.
- **Licence**: ${recipe.model?.licence ?? ""}.

## How good it is

Speakers of the test part are never in the training part: ${result.folds.length} folds by speaker, each trained anew, every clip predicted once; scaling, stopping and calibration are fitted inside the training part. The recipe was ${selectionWords(result.selection)}. Intervals (95 %) are a bootstrap over ${result.intervals}. Recipes opened so far, by \`results/ledger.csv\`: ${result.corpora.map((corpus) => `${corpus} ${openings.get(corpus) ?? 0}`).join(", ")}. Predictions: \`results/${result.id}/predictions.csv\`.

| corpus | classes | n | UAR | accuracy | chance | calibration error | if perfectly calibrated |
|---|---|---|---|---|---|---|---|
${[result, ...parts].map((one) => `| ${one.corpora.join(" + ")} | ${classWords(one)} | ${one.n} | ${figure(one.metrics.uar)} | ${figure(one.metrics.accuracy)} | ${percent(1 / one.labels.length)} | ${figure(one.metrics.ece)} | ${figure(one.metrics.eceExpected)} |`).join("\n")}

${[result, ...parts].map((one) => classTable(one, predictions)).join("\n")}
## Coverage

| answered | right |
|---|---|
${coverageRows(predictions, recipe.labels)}

## What it is bad at

${weaknesses(result, predictions)}
- Spontaneous speech, children, other languages, sung or shouted speech: none was in the training data, and no figure above speaks for them.
- Noise and rooms: the corpora are studio recordings. What noise, rooms and short clips cost is in docs/robustness.md.
- Recordings that sound unlike these corpora: tested on a corpus that they were not trained on, models of this kind are right far less often (\`results/across-*\`; \`npx undertone results\`).${recipe.sequence === undefined ? " Clips further from the training's than all but 1 in 200 of these are named unfamiliar and get no label." : ""}
- One recording says little of a person: it describes how a voice sounds, not what somebody feels.
`;
}

/** What a model hears of how loud a recording is. */
function levelWords({ features, sequence }: Recipe): string {
	if (sequence === undefined) return "no number depends on the recording's level";
	const { frames, step, normalise } = sequence;
	const level =
		normalise === "none"
			? "as they are"
			: `less their mean over the ${normalise === "level" ? "clip" : "clip, band by band"}`;
	return `the middle ${frames * step} frames of ${features} at most${step > 1 ? `, ${step} averaged into one` : ""}, ${level}`;
}

function selectionWords(selection: Result["selection"]): string {
	if (selection === "fixed-beforehand") return "fixed beforehand";
	if (selection === "nested") return "chosen inside each training part";
	return selection === "other-corpora"
		? "chosen on other corpora"
		: "chosen on folds that contain the reported speakers";
}

function figure(metric: Metric | undefined): string {
	return metric === undefined
		? ""
		: `${percent(metric.value)} (${percent(metric.low)}–${percent(metric.high)})`;
}

function classTable(result: Result, predictions: readonly StoredPrediction[]): string {
	const { labels } = result;
	const rows = predictions.filter((row) => result.corpora.includes(row.corpus));
	const actual = rows.map((row) => labels.indexOf(row.actual));
	const predicted = rows.map((row) => labels.indexOf(row.predicted));
	const { counts, totals } = confusionMatrix(actual, predicted, labels.length);
	const recalls = recall(actual, predicted, labels.length);
	const precisions = precision(actual, predicted, labels.length);
	const lines = labels.flatMap((label, c) => {
		if (totals[c] === 0) return [];
		const cells = (counts[c] as number[]).map((count) =>
			percent(count / (totals[c] as number)).replace(" %", ""),
		);
		return `| ${label} | ${totals[c]} | ${percent(recalls[c] as number)} | ${percent(precisions[c] as number)} | ${cells.join(" | ")} |`;
	});
	return `### ${result.corpora.join(" + ")}: recall, precision, and what each class was taken for (% of its clips)

| actual | n | recall | precision | ${labels.join(" | ")} |
|---|---|---|---|${labels.map(() => "---").join("|")}|
${lines.join("\n")}
`;
}

function coverageRows(predictions: readonly StoredPrediction[], labels: readonly Emotion[]): string {
	const data = Float32Array.from(predictions.flatMap((row) => row.scores));
	const points = coverageAccuracy(
		{ rows: predictions.length, columns: labels.length, data },
		predictions.map((row) => labels.indexOf(row.actual)),
	);
	return [1, 0.9, 0.8, 0.7, 0.5, 0.3]
		.map((share) =>
			points.reduce((best, point) =>
				Math.abs(point.coverage - share) < Math.abs(best.coverage - share) ? point : best,
			),
		)
		.map((point) => `| ${percent(point.coverage)} | ${percent(point.accuracy)} |`)
		.join("\n");
}

/** The two classes found least, and the largest confusions, in words. */
function weaknesses({ labels }: Result, predictions: readonly StoredPrediction[]): string {
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const recalls = recall(actual, predicted, labels.length);
	const { counts, totals } = confusionMatrix(actual, predicted, labels.length);
	const order = labels.map((_, c) => c).sort((a, b) => (recalls[a] as number) - (recalls[b] as number));
	return order
		.slice(0, 3)
		.map((c) => {
			const line = counts[c] as number[];
			const other = labels
				.map((_, o) => o)
				.filter((o) => o !== c)
				.sort((a, b) => (line[b] as number) - (line[a] as number))[0] as number;
			return `- ${labels[c]}: ${percent(recalls[c] as number)} found; most often taken for ${labels[other]} (${percent((line[other] as number) / (totals[c] as number))}).`;
		})
		.join("\n");
}

function creditLine({ augment }: Recipe): string {
	const credits = soundCreditLines(augment);
	return credits.length === 0 ? "" : `- **Sounds in the copies**: ${credits.join(", ")}.\n`;
}
