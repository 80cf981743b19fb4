import { type Emotion, type Matrix, row } from "@undertone/core";
import { argmaxRows, pairedDifference, uar } from "@undertone/learn";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { percent } from "../report/percent.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { describeFusion, fusionWays } from "./describe-fusion.ts";
import { type FittedRules, fitRules } from "./fit-rules.ts";
import type { FusionRecipe } from "./fusion-recipe.ts";
import { type Half, prepareStudy } from "./prepare-study.ts";
import { writeFusionModel } from "./write-fusion-model.ts";

/** A rule under a condition: its UAR, and how much that is above the better of voice and face. */
interface Cell {
	readonly uar: number;
	/** Paired bootstrap over speakers, 95 %. */
	readonly low: number;
	readonly high: number;
	readonly above: number;
}

/**
 * Early, late and hybrid fusion on label-matched pairs: a clip and a picture of the same label, drawn at random. A
 * pair's two halves are independent by construction, which real voices and faces are not: what is measured here is an
 * upper bound, and how fusion degrades.
 *
 * @param command - What a reader types to get the same.
 * @returns A result for the voice alone, for the face alone, and for every rule.
 * @throws {UndertoneError} `file-not-found` without the face model, `corpus-…`, `recipe-invalid`, `cancelled`.
 */
export async function trainFusion(
	recipe: FusionRecipe,
	command: string,
	context: ExperimentContext,
): Promise<Result[]> {
	const began = performance.now();
	const { conditions } = recipe;
	const { test, corpus, ...study } = await prepareStudy(recipe, context);
	const { rules, ramps, hybrid } = await fitRules(study, recipe);
	const decided = new Map([...rules.keys()].map((way) => [way, [] as Matrix[]]));
	for (const condition of conditions) {
		const seen = await test.see(condition);
		for (const [way, decide] of rules) decided.get(way)?.push(await decide(seen));
	}
	const trainSeconds = (performance.now() - began) / 1000;
	const table = judge(decided, test, study.labels);
	// No corpus is tested here, and these must not be listed among the figures of one.
	const pairs = `${corpus} voices with ${recipe.face.part} faces (label-matched pairs)`;
	const testSpeakers = [...new Set(test.clips.map(({ speaker }) => speaker))].sort();
	const results: Result[] = [];
	for (const way of fusionWays(recipe)) {
		const { conditions: names, ...words } = describeFusion(recipe, way);
		const cells = table.get(way) ?? [];
		const scores = decided.get(way) ?? [];
		results.push(
			await storeResult(
				context.results,
				{
					...words,
					command,
					corpora: [pairs],
					trainedOn: [corpus, "FER2013"],
					split: "speaker-independent",
					adaptation: { kind: "none", k: 0 },
					folds: names.map((name) => ({ name, testSpeakers })),
					trainSeconds,
					caveat: "upper bound: pairs independent by construction",
					notes: [
						`Label-matched pairs of ${corpus} clips and FER2013 pictures: independent by construction, so an upper bound, not a figure for real recordings of voice and face.`,
						"A fold is a condition; the figures above are over all conditions together.",
						rampWords(ramps),
						...names.map((name, c) => `${name}: ${cellWords(cells[c])}`),
					],
				},
				names.flatMap((name, c) =>
					predictionsOf(test, name, scores[c] as Matrix, { pairs, labels: study.labels }),
				),
			),
		);
	}
	printTable(table, recipe, ramps, context);
	if (recipe.model !== undefined && hybrid !== undefined) {
		const result = results[fusionWays(recipe).indexOf(recipe.model.rule)] as Result;
		await writeFusionModel(recipe, recipe.model, { hybrid, result, context });
	}
	return results;
}

function judge(
	decided: ReadonlyMap<string, readonly Matrix[]>,
	{ y, clips }: Half,
	labels: readonly Emotion[],
): Map<string, Cell[]> {
	const speakers = clips.map(({ speaker }) => speaker);
	const guessed = new Map([...decided].map(([name, scores]) => [name, scores.map(argmaxRows)]));
	const figure =
		(name: string, c: number) =>
		(indices: Int32Array): number => {
			const predicted = guessed.get(name)?.[c] ?? new Int32Array(0);
			return uar(
				indices.map((i) => y[i] as number),
				indices.map((i) => predicted[i] as number),
				labels.length,
			);
		};
	const all = Int32Array.from(clips, (_, i) => i);
	return new Map(
		[...decided].map(([name, scores]) => [
			name,
			scores.map((_, c): Cell => {
				const better = figure("voice", c)(all) >= figure("face", c)(all) ? "voice" : "face";
				const { value, low, high } = pairedDifference(figure(name, c), figure(better, c), speakers);
				return { uar: figure(name, c)(all), above: value, low, high };
			}),
		]),
	);
}

function predictionsOf(
	test: Half,
	condition: string,
	scores: Matrix,
	{ pairs, labels }: { readonly pairs: string; readonly labels: readonly Emotion[] },
): StoredPrediction[] {
	const best = argmaxRows(scores);
	return test.clips.map(({ file, speaker, emotion }, i) => ({
		file,
		corpus: pairs,
		speaker,
		fold: condition,
		repeat: 0,
		actual: emotion,
		predicted: labels[best[i] as number] as Emotion,
		scores: [...row(scores, i)],
	}));
}

function rampWords({ voice, face }: FittedRules["ramps"]): string {
	return `The fitting half trusts a voice from ${voice.none} dB above its noise on and wholly from ${voice.full} dB, a face from a sharpness of ${face.none} on and wholly from ${face.full}.`;
}

function cellWords(cell: Cell | undefined): string {
	if (cell === undefined) return "";
	const points = (value: number): string => (100 * value).toFixed(1);
	return `UAR ${percent(cell.uar)}, ${points(cell.above)} points above the better of both (${points(cell.low)} to ${points(cell.high)})`;
}

/** A Markdown table; ↓ marks what is worse than the better of both by more than its interval. */
function printTable(
	table: ReadonlyMap<string, readonly Cell[]>,
	{ conditions }: FusionRecipe,
	ramps: FittedRules["ramps"],
	context: ExperimentContext,
): void {
	const names = [...table.keys()];
	context.print(`| UAR, % | ${names.join(" | ")} |`);
	context.print(`|${"---|".repeat(names.length + 1)}`);
	for (const [c, { name }] of conditions.entries()) {
		const cells = names.map((rule) => {
			const cell = table.get(rule)?.[c];
			if (cell === undefined) return "";
			const single = rule === "voice" || rule === "face";
			return `${(100 * cell.uar).toFixed(1)}${!single && cell.high < 0 ? " ↓" : ""}`;
		});
		context.print(`| ${name} | ${cells.join(" | ")} |`);
	}
	context.print(
		`${rampWords(ramps)} Label-matched pairs: voice and face of a pair are of two people, so this is an upper bound.`,
	);
}
