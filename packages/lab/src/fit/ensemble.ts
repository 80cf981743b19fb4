import { type Matrix, UndertoneError, zeros } from "@undertone/core";
import {
	type Dataset,
	type Fold,
	overSample,
	randomFolds,
	speakerFolds,
	stackRows,
	subset,
	takeRows,
} from "@undertone/learn";
import { getFeatureSet } from "@undertone/speech";
import { normaliseTraining } from "../adapt/normalise-training.ts";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { fitBlend } from "./fit-blend.ts";
import type { FitAnswer, FitJob } from "./fit-job.ts";

/** Fits of an ensemble, and what each of them does not see. */
export interface EnsembleJobs {
	/** Classifier by classifier, a job for every inner fold. */
	readonly jobs: FitJob[];
	/** The training clips that each inner fold holds out. */
	readonly heldOut: Int32Array[];
}

/**
 * The members of an ensemble: every inner fold of the training speakers is held out by one member of each
 * classifier, which stops on it, and on which the blend is fitted. Augmented copies are only trained on.
 *
 * @param train - Indices of the training clips.
 * @param asTested - Features of the held-out clips, a row a clip of the corpus.
 * @param testX - Features of what is to be predicted; may have no rows.
 */
export function ensembleJobs(
	recipe: Recipe,
	clips: LabelledClips,
	train: Int32Array,
	asTested: Matrix,
	testX: Matrix,
): EnsembleJobs {
	const speakers = Array.from(train, (i) => clips.speakers[i] as string);
	const corpora = Array.from(train, (i) => clips.utterances[i]?.corpus ?? "");
	const k = Math.min(recipe.members, new Set(speakers).size);
	const { seed } = recipe;
	const folds: readonly Pick<Fold, "train" | "test">[] =
		recipe.members === 1
			? [{ train: Int32Array.from(train, (_, i) => i), test: new Int32Array(0) }]
			: Array.from({ length: recipe.innerRepeats }, (_, r) => seed + r).flatMap((dealt) =>
					recipe.protocol.split === "random"
						? randomFolds(
								Array.from(train, (i) => clips.data.y[i] as number),
								recipe.members,
								{ seed: dealt },
							)
						: speakerFolds(speakers, k, { seed: dealt, balance: corpora }),
				);
	const heldOut = folds.map((fold) => fold.test.map((i) => train[i] as number));
	const normalised = recipe.classifiers.some(learnsNormalised)
		? { ...clips, versions: normaliseTraining(clips, train) }
		: clips;
	const jobs = recipe.classifiers.flatMap((classifier, c) =>
		folds.map((fold, m): FitJob => {
			const own = fold.train.map((i) => train[i] as number);
			const inner = recipe.overSample === true ? repeatRarer(clips, own, recipe.seed) : own;
			const held = heldOut[m] as Int32Array;
			return {
				classifier: classifier as FitJob["classifier"],
				...(recipe.select === undefined ? {} : { select: recipe.select }),
				train: stackVersions(learnsNormalised(classifier) ? normalised : clips, inner),
				...(held.length === 0 ? {} : { validation: subset(clips.data, held) }),
				...(clips.shape === undefined ? {} : { shape: clips.shape }),
				...(classifier.kind === "hierarchical" ? { names: namesOf(recipe) } : {}),
				sampleWeights: repeat(inner, clips),
				seed: recipe.seed * 1000 + 100 * c + m,
				predict: [takeRows(asTested, held), testX],
			};
		}),
	);
	return { jobs, heldOut };
}

function namesOf({ features }: Recipe): string[] {
	return getFeatureSet(features).features.map(({ name }) => name);
}

function repeatRarer({ data }: LabelledClips, rows: Int32Array, seed: number): Int32Array {
	const repeated = overSample(
		rows.map((i) => data.y[i] as number),
		{ seed },
	);
	return Int32Array.from(repeated, (i) => rows[i] as number);
}

function learnsNormalised(classifier: Recipe["classifiers"][number]): boolean {
	return "speakers" in classifier && classifier.speakers === "normalised";
}

/** Training rows: the clean clips, then every augmented version of them. */
function stackVersions({ versions, data }: LabelledClips, rows: Int32Array): Dataset {
	const { labels, allowed, groups } = data;
	const parts = versions.map((x) =>
		subset(
			{
				x,
				y: data.y,
				labels,
				...(allowed === undefined ? {} : { allowed }),
				...(groups === undefined ? {} : { groups }),
			},
			rows,
		),
	);
	const n = rows.length;
	const stacked = zeros(n * parts.length, data.x.columns);
	const y = new Int32Array(n * parts.length);
	const mask = new Uint8Array(n * parts.length * labels.length);
	for (const [p, part] of parts.entries()) {
		stacked.data.set(part.x.data, p * n * data.x.columns);
		y.set(part.y, p * n);
		if (part.allowed !== undefined) mask.set(part.allowed, p * n * labels.length);
	}
	return {
		x: stacked,
		y,
		labels,
		...(allowed === undefined ? {} : { allowed: mask }),
		...(groups === undefined ? {} : { groups: parts.flatMap((part) => part.groups ?? []) }),
	};
}

function repeat(rows: Int32Array, { weights, versions }: LabelledClips): Float32Array {
	const once = Float32Array.from(rows, (i) => weights[i] as number);
	const all = new Float32Array(once.length * versions.length);
	for (let v = 0; v < versions.length; v++) all.set(once, v * once.length);
	return all;
}

/** What a member says of the clips that it holds out, and of those to be predicted. */
type Scores = Pick<FitAnswer, "logits">;

/**
 * How much each classifier is heard, from the clips that its members held out.
 *
 * @param answers - Of {@link ensembleJobs}, in its order; the first matrix of each is of the held-out clips.
 * @param blend - With shares, only the temperature is fitted.
 * @returns A weight a classifier; they hold the temperature too.
 */
export function blendWeights(
	clips: LabelledClips,
	answers: readonly Scores[],
	heldOut: readonly Int32Array[],
	blend: Recipe["blend"] = "fitted",
): number[] {
	const rows = heldOut.flatMap((held) => [...held]);
	const classifiers = answers.length / heldOut.length;
	if (blend !== "fitted" && blend.length !== classifiers) {
		throw new UndertoneError(
			"recipe-invalid",
			`blend must be "fitted" or a share for each of the ${classifiers} classifiers, got ${blend.length} shares.`,
		);
	}
	const given = blend === "fitted" ? new Array<number>(classifiers).fill(1) : blend;
	const total = given.reduce((sum, share) => sum + share, 0);
	const shares = given.map((share) => share / total);
	// Nothing was held out: nothing is fitted, and without shares all are heard alike.
	if (rows.length === 0) return shares;
	const scores = byClassifier(answers, heldOut.length).map((members) =>
		meanByClip(logSoftmax(stackRows(members.map((answer) => answer.logits[0] as Matrix))), rows),
	);
	const part = subset(clips.data, Int32Array.from(new Set(rows)));
	const heldOutScores = { actual: part.y, allowed: part.allowed };
	if (blend === "fitted") return fitBlend({ scores, ...heldOutScores });
	const [weight = 1] = fitBlend({ scores: [weightedSum(scores, shares)], ...heldOutScores });
	return shares.map((share) => weight * share);
}

/**
 * How much each classifier is heard where a clip is heard in two ways: the shares of each way's recipe, by its share of
 * the whole. Without given shares all classifiers of a way are heard alike.
 *
 * @param share - Of the second way, in (0, 1).
 */
export function jointShares(
	first: Pick<Recipe, "blend" | "classifiers">,
	second: Pick<Recipe, "blend" | "classifiers">,
	share: number,
): number[] {
	const of = ({ blend, classifiers }: typeof first, part: number): number[] => {
		const given = blend === "fitted" ? classifiers.map(() => 1) : blend;
		const total = given.reduce((sum, one) => sum + one, 0);
		return given.map((one) => (part * one) / total);
	};
	return [...of(first, 1 - share), ...of(second, share)];
}

/** Rows of the same clip averaged; clips in the order of their first row. */
function meanByClip({ columns, data }: Matrix, clips: readonly number[]): Matrix {
	const counts = new Map<number, number>();
	for (const clip of clips) counts.set(clip, (counts.get(clip) ?? 0) + 1);
	const place = new Map([...counts.keys()].map((clip, at) => [clip, at]));
	const mean = zeros(counts.size, columns);
	for (const [r, clip] of clips.entries()) {
		const to = (place.get(clip) as number) * columns;
		const n = counts.get(clip) as number;
		for (let c = 0; c < columns; c++)
			mean.data[to + c] = (mean.data[to + c] as number) + (data[r * columns + c] as number) / n;
	}
	return mean;
}

function weightedSum(matrices: readonly Matrix[], shares: readonly number[]): Matrix {
	const { rows, columns } = matrices[0] as Matrix;
	const sum = zeros(rows, columns);
	for (const [k, { data }] of matrices.entries()) {
		const share = shares[k] as number;
		for (let i = 0; i < data.length; i++) sum.data[i] = (sum.data[i] as number) + share * (data[i] as number);
	}
	return sum;
}

/** Blended logits of what was to be predicted: the weighted sum of the members' mean log-probabilities. */
export function blendLogits(answers: readonly Scores[], members: number, weights: readonly number[]): Matrix {
	const first = answers[0]?.logits[1] as Matrix;
	const sum = zeros(first.rows, first.columns);
	for (const [c, group] of byClassifier(answers, members).entries()) {
		const share = (weights[c] as number) / group.length;
		for (const answer of group) {
			const { data } = logSoftmax(answer.logits[1] as Matrix);
			for (let i = 0; i < data.length; i++)
				sum.data[i] = (sum.data[i] as number) + share * (data[i] as number);
		}
	}
	return sum;
}

/** Keeps the logarithm of a probability finite, here and in the graph. */
export const least = 1e-12;

/** Members of each classifier, in the order of {@link ensembleJobs}. */
export function byClassifier<T>(items: readonly T[], members: number): T[][] {
	return Array.from({ length: items.length / members }, (_, c) =>
		items.slice(c * members, (c + 1) * members),
	);
}

function logSoftmax({ rows, columns, data }: Matrix): Matrix {
	const out = zeros(rows, columns);
	for (let r = 0; r < rows; r++) {
		const at = r * columns;
		const norm = logSumExp(data.subarray(at, at + columns));
		for (let c = 0; c < columns; c++) {
			out.data[at + c] = Math.max((data[at + c] as number) - norm, Math.log(least));
		}
	}
	return out;
}

function logSumExp(values: ArrayLike<number>): number {
	let highest = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i] as number);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += Math.exp((values[i] as number) - highest);
	return highest + Math.log(sum);
}
