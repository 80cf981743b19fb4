import { type Emotion, type Matrix, row } from "@undertone/core";
import { argmaxRows, pairedDifference, uar } from "@undertone/learn";
import type { Experiment, ExperimentContext } from "../experiments/experiment.ts";
import { percent } from "../report/percent.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { type FittedRules, fitRules } from "./fit-rules.ts";
import { fusionConditions } from "./fusion-conditions.ts";
import { fusionLabels, fusionSeed, type Half, prepareStudy, voiceFeatures } from "./prepare-study.ts";

/** What is tested here is no corpus, and must not be listed among the figures of one. */
const pairsCorpus = "RAVDESS voices with PublicTest faces (label-matched pairs)";

const ruleWords: Readonly<Record<string, string>> = {
	voice: "voice alone: LDA",
	face: "face alone: the shipped face model",
	mean: "late fusion: mean of the calibrated scores, as on the live page",
	product: "late fusion: product of the calibrated scores",
	weighted: "late fusion: mean weighted by each one's precision for each label",
	hybrid: "hybrid fusion: logistic regression on the calibrated scores of both by their trust",
	early:
		"early fusion: LDA on the features of the voice and the face model's outputs together by their trust",
};

/** A rule under a condition: its UAR, and how much that is above the better of voice and face. */
interface Cell {
	readonly uar: number;
	/** Paired bootstrap over speakers, 95 %. */
	readonly low: number;
	readonly high: number;
	readonly above: number;
}

/**
 * Early, late and hybrid fusion on label-matched pairs: a clip of RAVDESS and a picture of FER2013's PublicTest of the
 * same label, drawn at random. A pair's two halves are independent by construction, which real voices and faces are
 * not: what is measured here is an upper bound, and how fusion degrades.
 */
export const fusion: Experiment = {
	id: "fusion",
	summary: "early, late and hybrid fusion of RAVDESS clips with label-matched pictures, one input degraded",
	run: async (context) => {
		const began = performance.now();
		const { test, ...study } = await prepareStudy(context);
		const { rules, ramps } = await fitRules(study);
		const decided = new Map([...rules.keys()].map((name) => [name, [] as Matrix[]]));
		for (const condition of fusionConditions) {
			const seen = await test.see(condition);
			for (const [name, decide] of rules) decided.get(name)?.push(await decide(seen));
		}
		const seconds = (performance.now() - began) / 1000;
		const table = judge(decided, test);
		const results: Result[] = [];
		for (const [name, scores] of decided) {
			const cells = table.get(name) ?? [];
			results.push(
				await storeResult(
					context.results,
					{
						id: `fusion-${name}`,
						command: "undertone reproduce fusion",
						corpora: [pairsCorpus],
						trainedOn: ["RAVDESS", "FER2013"],
						split: "speaker-independent",
						adaptation: { kind: "none", k: 0 },
						classifier: ruleWords[name] ?? name,
						features: `${voiceFeatures} and the face model's scores`,
						labels: fusionLabels,
						folds: fusionConditions.map((condition) => ({
							name: condition.name,
							testSpeakers: [...new Set(test.clips.map(({ speaker }) => speaker))].sort(),
						})),
						// How fusion learns was settled with figures of the testing half in view, though not fitted on it.
						selection: name === "voice" || name === "face" ? "nested" : "same-speakers",
						seed: fusionSeed,
						trainSeconds: seconds,
						caveat: "upper bound: pairs independent by construction",
						notes: [
							"Label-matched pairs of RAVDESS clips and FER2013 pictures: independent by construction, so an upper bound, not a figure for real recordings of voice and face.",
							"A fold is a condition; the figures above are over all conditions together.",
							rampWords(ramps),
							...fusionConditions.map(({ name: condition }, c) => `${condition}: ${cellWords(cells[c])}`),
						],
					},
					fusionConditions.flatMap(({ name: condition }, c) =>
						predictionsOf(test, condition, scores[c] as Matrix),
					),
				),
			);
		}
		printTable(table, ramps, context);
		return results;
	},
};

function judge(decided: ReadonlyMap<string, readonly Matrix[]>, { y, clips }: Half): Map<string, Cell[]> {
	const speakers = clips.map(({ speaker }) => speaker);
	const guessed = new Map([...decided].map(([name, scores]) => [name, scores.map(argmaxRows)]));
	const figure =
		(name: string, c: number) =>
		(indices: Int32Array): number => {
			const predicted = guessed.get(name)?.[c] ?? new Int32Array(0);
			return uar(
				indices.map((i) => y[i] as number),
				indices.map((i) => predicted[i] as number),
				fusionLabels.length,
			);
		};
	const all = Int32Array.from(clips, (_, i) => i);
	return new Map(
		[...decided.keys()].map((name) => [
			name,
			fusionConditions.map((_, c): Cell => {
				const better = figure("voice", c)(all) >= figure("face", c)(all) ? "voice" : "face";
				const { value, low, high } = pairedDifference(figure(name, c), figure(better, c), speakers);
				return { uar: figure(name, c)(all), above: value, low, high };
			}),
		]),
	);
}

function predictionsOf(test: Half, condition: string, scores: Matrix): StoredPrediction[] {
	const best = argmaxRows(scores);
	return test.clips.map(({ file, speaker, emotion }, i) => ({
		file,
		corpus: pairsCorpus,
		speaker,
		fold: condition,
		repeat: 0,
		actual: emotion,
		predicted: fusionLabels[best[i] as number] as Emotion,
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
	ramps: FittedRules["ramps"],
	context: ExperimentContext,
): void {
	const names = [...table.keys()];
	context.print(`| UAR, % | ${names.join(" | ")} |`);
	context.print(`|${"---|".repeat(names.length + 1)}`);
	for (const [c, { name }] of fusionConditions.entries()) {
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
