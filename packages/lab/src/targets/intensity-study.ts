import { join } from "node:path";
import type { Emotion } from "@undertone/core";
import { argmaxRows, bootstrapInterval, macroAverage, speakerFolds, subset } from "@undertone/learn";
import type { Experiment, ExperimentContext } from "../experiments/experiment.ts";
import { type LabelledClips, readLabelledClips } from "../experiments/labelled-clips.ts";
import { parseRecipe } from "../recipes/recipe.ts";
import { percent } from "../report/percent.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { csvField } from "../results/csv-field.ts";
import type { Metric } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { toPredictions } from "../results/to-predictions.ts";
import { writeAtomically } from "../write-atomically.ts";
import { fitTargets } from "./fit-targets.ts";

const emotions = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"] as const;
const levels = ["normal", "strong"] as const;
const seed = 1;
const groups = 8;
const classifier = "lda, priors equal";

/**
 * How strongly an emotion is acted (RAVDESS's two levels) as a second output, and what sex and level are worth as
 * targets of the training alone: the discriminant must tell them apart while it learns, and is asked for the emotion.
 */
export const intensityStudy: Experiment = {
	id: "intensity",
	summary: "RAVDESS: how strongly it is acted, as a second output; sex and level as training-only targets",
	run: async (context) => {
		const recipe = parseRecipe(
			{
				id: "intensity",
				description: "settings fixed beforehand",
				corpora: ["ravdess"],
				labels: emotions,
				features: "steady@1",
				classifiers: [{ kind: "lda", priors: "equal" }],
				protocol: { split: "speaker-independent", folds: groups },
				selection: "fixed-beforehand",
				seed,
			},
			"intensity",
		);
		const clips = await readLabelledClips(recipe, context);
		await asOutput(clips, context);
		return [
			await asTargets("emotion", clips, () => "", context),
			await asTargets("sex", clips, (i) => clips.utterances[i]?.sex ?? "", context),
			await asTargets("level", clips, (i) => clips.utterances[i]?.intensity ?? "", context),
		];
	},
};

/** Neutral clips have one level only, and are left out. */
async function asOutput(clips: LabelledClips, context: ExperimentContext): Promise<void> {
	const rows = clips.emotions.flatMap((emotion, i) => (emotion === "neutral" ? [] : [i]));
	const level = (i: number): number =>
		levels.indexOf(clips.utterances[i]?.intensity as (typeof levels)[number]);
	const y = Int32Array.from(rows, level);
	const data = { ...subset(clips.data, rows), y, labels: levels };
	const { allowed: _, ...own } = data;
	const speakers = rows.map((i) => clips.speakers[i] as string);
	const folds = speakerFolds(speakers, groups, { seed });
	const scores = await fitTargets(own, folds, [0, 1], seed);
	const predicted = argmaxRows(scores);
	const lines = rows.map((i, r) =>
		[
			csvField(clips.utterances[i]?.file ?? ""),
			csvField(speakers[r] ?? ""),
			clips.emotions[i],
			levels[y[r] as number],
			levels[predicted[r] as number],
			(scores.data[2 * r + 1] as number).toFixed(4),
		].join(","),
	);
	const heading = "file,speaker,emotion,actual,predicted,score_strong";
	await writeAtomically(
		join(context.results, "intensity", "predictions.csv"),
		`${[heading, ...lines].join("\n")}\n`,
	);
	const figure =
		(kept: (r: number) => boolean) =>
		(indices: Int32Array): number =>
			macroAverage(
				levels.map((__, c) => {
					const own = indices.filter((r) => y[r] === c && kept(r));
					return own.filter((r) => predicted[r] === c).length / own.length;
				}),
			);
	const parts: (readonly [name: string, kept: (r: number) => boolean])[] = [
		["all", () => true],
		...emotions
			.slice(1)
			.map((emotion) => [emotion, (r: number) => clips.emotions[rows[r] ?? 0] === emotion] as const),
	];
	const table = parts.map(([name, kept]) => {
		const { value, low, high } = bootstrapInterval(figure(kept), speakers);
		return { name, n: rows.filter((__, r) => kept(r)).length, uar: { value, low, high } };
	});
	await writeAtomically(
		join(context.results, "intensity", "table.csv"),
		`${["emotion,n,uar,uar_low,uar_high", ...table.map(({ name, n, uar }) => [name, n, ...[uar.value, uar.low, uar.high].map((v) => v.toFixed(4))].join(","))].join("\n")}\n`,
	);
	context.print("normal or strong, speakers unseen (chance 50 %):");
	for (const { name, n, uar } of table) {
		context.print(`  ${name.padEnd(10)} ${String(n).padStart(5)} clips  UAR ${range(uar)}`);
	}
	await appendToLedger(context.results, {
		date: new Date().toISOString(),
		id: "intensity",
		corpora: ["RAVDESS"],
		split: "speaker-independent",
		adaptation: { kind: "none", k: 0 },
		classifier: `${classifier}, normal or strong`,
		features: "steady@1",
		selection: "fixed-beforehand",
		metrics: { uar: table[0]?.uar ?? { value: 0, low: 0, high: 0 } },
	});
}

/** Trained on emotion and something else together, asked for the emotion. */
async function asTargets(
	name: "emotion" | "sex" | "level",
	clips: LabelledClips,
	other: (i: number) => string,
	context: ExperimentContext,
): ReturnType<typeof storeResult> {
	const began = performance.now();
	const words = clips.emotions.map((emotion, i) => `${emotion} ${other(i)}`);
	const targets = [...new Set(words)].sort();
	const answers = targets.map((target) =>
		emotions.indexOf(target.split(" ")[0] as (typeof emotions)[number]),
	);
	const folds = speakerFolds(clips.speakers, groups, { seed });
	const { x, groups: speakers } = clips.data;
	const y = Int32Array.from(words, (word) => targets.indexOf(word));
	const data = { x, y, labels: targets, ...(speakers === undefined ? {} : { groups: speakers }) };
	const scores = await fitTargets(data, folds, answers, seed);
	const rows = folds.flatMap((fold) =>
		toPredictions(
			Array.from(fold.test, (i) => clips.utterances[i] as LabelledClips["utterances"][number]),
			Array.from(fold.test, (i) => clips.emotions[i] as Emotion),
			{
				rows: fold.test.length,
				columns: emotions.length,
				data: Float32Array.from(
					Array.from(fold.test, (i) => [
						...scores.data.subarray(i * emotions.length, (i + 1) * emotions.length),
					]).flat(),
				),
			},
			emotions,
			{ fold: fold.name },
		),
	);
	const result = await storeResult(
		context.results,
		{
			id: `targets-${name}`,
			command: "undertone reproduce intensity",
			corpora: ["RAVDESS"],
			split: "speaker-independent",
			adaptation: { kind: "none", k: 0 },
			classifier: name === "emotion" ? classifier : `${classifier}, trained to tell ${name} too`,
			features: "steady@1",
			labels: emotions,
			folds: folds.map((fold) => ({
				name: fold.name,
				testSpeakers: [...new Set(Array.from(fold.test, (i) => clips.speakers[i] as string))].sort(),
			})),
			selection: "fixed-beforehand",
			seed,
			trainSeconds: (performance.now() - began) / 1000,
		},
		rows,
	);
	context.print(`targets ${name.padEnd(8)} UAR ${range(result.metrics.uar)}`);
	return result;
}

function range(metric: Metric | undefined): string {
	return metric === undefined
		? "–"
		: `${percent(metric.value)} (${percent(metric.low)} to ${percent(metric.high)})`;
}
