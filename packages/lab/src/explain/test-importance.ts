import { createRandom, type Emotion, type Matrix, UndertoneError } from "@undertone/core";
import {
	argmaxRows,
	bootstrapInterval,
	leaveOneSpeakerOut,
	macroAverage,
	type PairedDifference,
	pairedDifference,
	speakerFolds,
	takeRows,
} from "@undertone/learn";
import { getFeatureSet } from "@undertone/speech";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { type LabelledClips, readLabelledClips } from "../experiments/labelled-clips.ts";
import { predictFold } from "../fit/predict-fold.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { Metric } from "../results/result.ts";

/** What a model loses on unseen speakers without the statistics of one contour. */
interface FamilyImportance {
	/** `f0` of `f0_mean`, `f0_slope` … */
	readonly family: string;
	/** How many features it has. */
	readonly features: number;
	/** Decrease of the UAR when they are shuffled among the test clips, together. */
	readonly decrease: PairedDifference;
}

/** What a recipe's models would miss. */
export interface TestedImportance {
	/** Tested on. */
	readonly corpora: readonly string[];
	/** With all features as they are. */
	readonly uar: Metric;
	/** The greatest decrease first. */
	readonly importances: readonly FamilyImportance[];
}

/** Features are shuffled so many times. */
const repeats = 3;

/**
 * Permutation importance of the contours of a recipe's features: every outer fold is trained once, and its test clips
 * are predicted with the statistics of one contour after another exchanged between them. Intervals are a paired
 * bootstrap over speakers.
 *
 * @throws {UndertoneError} `recipe-invalid` if the recipe has another protocol, adapts, or takes sequences.
 * @see Breiman (2001), doi:10.1023/A:1010933404324
 */
export async function testImportance(recipe: Recipe, context: ExperimentContext): Promise<TestedImportance> {
	const { protocol, seed } = recipe;
	if (
		protocol.split !== "speaker-independent" ||
		recipe.adaptation.kind !== "none" ||
		recipe.sequence !== undefined
	) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe "${recipe.id}" must be speaker-independent, without adaptation and of functionals for its importances.`,
		);
	}
	const clips = await readLabelledClips(recipe, context);
	const families = familiesOf(getFeatureSet(recipe.features).features.map(({ name }) => name));
	const folds =
		protocol.folds === "speakers"
			? leaveOneSpeakerOut(clips.speakers)
			: speakerFolds(clips.speakers, protocol.folds, {
					seed,
					balance: clips.utterances.map(({ corpus }) => corpus),
				});
	const whole: Right[] = [];
	const shuffled = new Map([...families.keys()].map((family) => [family, [] as Right[]]));
	for (const [f, fold] of folds.entries()) {
		const x = takeRows(clips.heard, fold.test);
		const tests = [...families].flatMap(([family, columns]) =>
			Array.from({ length: repeats }, (_, r) => exchange(x, columns, seed, `${family}/${r}`)),
		);
		const [plain, ...others] = await predictFold(recipe, clips, fold.train, [x, ...tests], {
			signal: context.signal,
			onProgress: (share) => context.progress(`fold ${f + 1} of ${folds.length}`, share),
		});
		whole.push(...rightOf(clips, fold.test, [plain as Matrix]));
		for (const [i, family] of [...families.keys()].entries()) {
			const own = others.slice(i * repeats, (i + 1) * repeats);
			shuffled.get(family)?.push(...rightOf(clips, fold.test, own));
		}
	}
	const speakers = whole.map(({ speaker }) => speaker);
	const importances = [...families]
		.map(([family, columns]) => ({
			family,
			features: columns.length,
			decrease: pairedDifference(recall(whole), recall(shuffled.get(family) ?? []), speakers),
		}))
		.sort((a, b) => b.decrease.value - a.decrease.value);
	const { value, low, high } = bootstrapInterval(recall(whole), speakers);
	const corpora = [...new Set(clips.utterances.map(({ corpus }) => corpus))];
	return { corpora, uar: { value, low, high }, importances };
}

function familiesOf(names: readonly string[]): Map<string, number[]> {
	const families = new Map<string, number[]>();
	for (const [j, name] of names.entries()) {
		const family = name.replace(/_[^_]*$/, "");
		families.set(family, [...(families.get(family) ?? []), j]);
	}
	return families;
}

/** A copy in which some columns, together, come from other rows. */
function exchange(x: Matrix, columns: readonly number[], seed: number, name: string): Matrix {
	const data = Float32Array.from(x.data);
	const order = createRandom(seed)
		.fork(name)
		.shuffle(Array.from({ length: x.rows }, (_, r) => r));
	for (const [r, from] of order.entries()) {
		for (const j of columns) data[r * x.columns + j] = x.data[from * x.columns + j] as number;
	}
	return { rows: x.rows, columns: x.columns, data };
}

/** Share of the predictions of a clip that were right. */
interface Right {
	readonly speaker: string;
	readonly actual: Emotion;
	readonly right: number;
}

function rightOf(clips: LabelledClips, test: Int32Array, scores: readonly Matrix[]): Right[] {
	const best = scores.map(argmaxRows);
	return Array.from(test, (clip, r) => ({
		speaker: clips.speakers[clip] as string,
		actual: clips.emotions[clip] as Emotion,
		right: best.filter((one) => one[r] === clips.data.y[clip]).length / best.length,
	}));
}

function recall(rows: readonly Right[]): (indices: Int32Array) => number {
	return (indices) => {
		const sums = new Map<Emotion, { right: number; count: number }>();
		for (const i of indices) {
			const { actual, right } = rows[i] as Right;
			const sum = sums.get(actual) ?? { right: 0, count: 0 };
			sum.right += right;
			sum.count++;
			sums.set(actual, sum);
		}
		return macroAverage([...sums.values()].map(({ right, count }) => right / count));
	};
}
