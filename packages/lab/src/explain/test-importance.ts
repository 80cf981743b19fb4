import { createRandom, type Emotion, type Matrix, UndertoneError } from "@undertone/core";
import {
	argmaxRows,
	bootstrapInterval,
	macroAverage,
	type PairedDifference,
	pairedDifference,
	takeRows,
} from "@undertone/learn";
import { getFeatureSet } from "@undertone/speech";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { type FoldTest, fitFold } from "../experiments/fit-fold.ts";
import { type LabelledClips, readLabelledClips } from "../experiments/labelled-clips.ts";
import { checkFold, outerFolds } from "../experiments/outer-folds.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { Metric } from "../results/result.ts";
import { iVectors } from "./read-importance.ts";

/** What a model loses on unseen speakers without the statistics of one contour, or without its i-vectors. */
interface FamilyImportance {
	/** `f0` of `f0_mean`, `f0_slope` …, or {@link iVectors}. */
	readonly family: string;
	/** How many features it has, or how many dimensions. */
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

/** What is exchanged together: columns of the features, or the i-vectors. */
interface Family {
	readonly family: string;
	readonly features: number;
	/** Null for the i-vectors. */
	readonly columns: readonly number[] | null;
}

/**
 * Permutation importance of the contours of a recipe's features: every outer fold is trained once, and its test clips
 * are predicted with the statistics of one contour after another exchanged between them; of a recipe with an
 * `embedding` with their i-vectors exchanged, too. Intervals are a paired bootstrap over speakers.
 *
 * @throws {UndertoneError} `recipe-invalid` if the recipe has another protocol, adapts, or takes sequences.
 * @see Breiman (2001), doi:10.1023/A:1010933404324
 */
export async function testImportance(recipe: Recipe, context: ExperimentContext): Promise<TestedImportance> {
	const { protocol, embedding } = recipe;
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
	const families: Family[] = familiesOf(getFeatureSet(recipe.features).features.map(({ name }) => name));
	if (embedding !== undefined) {
		families.push({ family: iVectors, features: embedding.dimensions, columns: null });
	}
	const folds = outerFolds(recipe, clips);
	const whole: Right[] = [];
	const exchanged = families.map((): Right[] => []);
	for (const [f, fold] of folds.entries()) {
		checkFold(recipe, clips, fold);
		const what = `fold ${f + 1} of ${folds.length}`;
		const fitted = await fitFold(recipe, clips, fold, { what }, context);
		const asHeard = { x: takeRows(clips.heard, fold.test), clips: fold.test };
		const [plain, ...others] = await fitted.predict(exchanges(asHeard, families, recipe.seed));
		whole.push(...rightOf(clips, fold.test, [plain as Matrix]));
		for (const [i, rows] of exchanged.entries()) {
			rows.push(...rightOf(clips, fold.test, others.slice(i * repeats, (i + 1) * repeats)));
		}
	}
	const speakers = whole.map(({ speaker }) => speaker);
	const importances = families
		.map(({ family, features }, i) => ({
			family,
			features,
			decrease: pairedDifference(recall(whole), recall(exchanged[i] as Right[]), speakers),
		}))
		.sort((a, b) => b.decrease.value - a.decrease.value);
	const { value, low, high } = bootstrapInterval(recall(whole), speakers);
	const corpora = [...new Set(clips.utterances.map(({ corpus }) => corpus))];
	return { corpora, uar: { value, low, high }, importances };
}

function familiesOf(names: readonly string[]): Family[] {
	const families = new Map<string, number[]>();
	for (const [j, name] of names.entries()) {
		const family = name.replace(/_[^_]*$/, "");
		families.set(family, [...(families.get(family) ?? []), j]);
	}
	return [...families].map(([family, columns]) => ({ family, features: columns.length, columns }));
}

/** The clips as they are, then with one family after another exchanged between them, each several times. */
function* exchanges(test: FoldTest, families: readonly Family[], seed: number): Generator<FoldTest> {
	yield test;
	for (const { family, columns } of families) {
		for (let r = 0; r < repeats; r++) {
			const order = createRandom(seed)
				.fork(`${family}/${r}`)
				.shuffle(Array.from(test.clips, (_, row) => row));
			yield columns === null
				? { ...test, clips: order.map((from) => test.clips[from] as number) }
				: { ...test, x: exchange(test.x, columns, order) };
		}
	}
}

/** A copy in which some columns, together, come from other rows. */
function exchange(x: Matrix, columns: readonly number[], order: readonly number[]): Matrix {
	const data = Float32Array.from(x.data);
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
