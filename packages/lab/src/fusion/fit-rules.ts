import { type Emotion, type Matrix, matrixFromRows, row, type Scores, zeros } from "@undertone/core";
import {
	argmaxRows,
	type FittedModel,
	fitScaler,
	fitTemperature,
	logLoss,
	precision,
	scale,
	softmaxRows,
	stackRows,
} from "@undertone/learn";
import {
	type FusionInput,
	type FusionRule,
	fuseScores,
	scoreFeatures,
	sourceWeights,
	type TrustRamp,
	trustIn,
} from "@undertone/recognize";
import { type ClassifierSpec, createEstimator } from "../fit/classifier.ts";
import { bothGood, type FusionCondition } from "./fusion-condition.ts";
import type { FusionRecipe, FusionRuleSpec } from "./fusion-recipe.ts";
import type { Half, Seen, Source, Study } from "./prepare-study.ts";

/** From what was seen of pairs to scores, shape `[pairs, labels]`. */
type Decide = (seen: Seen) => Promise<Matrix>;

/** One matrix or number for each source. */
interface OfEach<T> {
	readonly voice: T;
	readonly face: T;
}

/** Ways of deciding, by name, and how trust in a voice grows with its decibels above noise, in a face with sharpness. */
export interface FittedRules {
	readonly rules: ReadonlyMap<string, Decide>;
	readonly ramps: OfEach<TrustRamp>;
	/** What the hybrid learnt, see `scoreFeatures` for its input; where it is one of the rules. */
	readonly hybrid?: FittedModel | undefined;
}

/** Ramps to choose from: of decibels, and of sharpness, which under 0.2 is doubtful anyway. */
const rampGrids: OfEach<readonly TrustRamp[]> = {
	voice: rampsOf(steps(0, 24, 2), steps(0, 40, 4)),
	face: rampsOf(steps(0.2, 0.6, 0.05), steps(0, 0.8, 0.1)),
};

const sources = ["voice", "face"] as const;

/** What {@link fitRules} takes of a recipe. */
type RulesRecipe = Pick<FusionRecipe, "rules" | "taught" | "seed">;

/**
 * Voice alone, face alone, and every way of deciding that a recipe names. On the pairs of `fit`: the temperatures of
 * voice and face and their precision for each label (good pairs), trust in a voice (spoilt as the recipe teaches) and
 * in a face (likewise), the hybrid's regression (all of these). Early fusion, which needs no scores of a voice, learns
 * on the clips of `learn` too. Every rule answers with one source where only one counts.
 */
export async function fitRules(
	{ labels, learn, fit }: Pick<Study, "labels" | "learn" | "fit">,
	recipe: RulesRecipe,
): Promise<FittedRules> {
	const columns = labels.length;
	const taught = await seenAll(fit, recipe);
	const { good, noisy, blurred } = taught;
	const heardInNoise = Int32Array.from(noisy.flatMap(() => [...fit.y]));
	const temperatures = {
		voice: fitTemperature(good.voice.logits, fit.y),
		face: fitTemperature(good.face.logits, fit.y),
	};
	const calibrated = (source: Source, of: keyof Seen): Matrix => softmaxRows(source.logits, temperatures[of]);
	const alone =
		(of: keyof Seen): Decide =>
		async (seen) => {
			const source = seen[of];
			return source === null ? evenly(rowsOf(seen), columns) : calibrated(source, of);
		};
	const reliabilities = {
		voice: reliability(await alone("voice")(good), fit.y, labels),
		face: reliability(await alone("face")(good), fit.y, labels),
	};

	/** What fusion is told of each pair: voice, face. */
	const inputsOf = (seen: Seen, ramps: OfEach<TrustRamp>): FusionInput[][] => {
		const told = sources.map((of) => {
			const source = seen[of];
			const scores = source === null ? null : calibrated(source, of);
			return (r: number): FusionInput => ({
				scores: scores === null ? null : scoresOf(scores, r, labels),
				reliability: reliabilities[of],
				doubtful: source?.doubtful[r] === true,
				trust: source === null ? 0 : trustIn(source.quality[r] as number, ramps[of]),
			});
		});
		return Array.from({ length: rowsOf(seen) }, (_, r) => told.map((input) => input(r)));
	};
	const late =
		(rule: FusionRule, ramps: OfEach<TrustRamp>): Decide =>
		async (seen) => {
			const out = zeros(rowsOf(seen), columns);
			for (const [r, inputs] of inputsOf(seen, ramps).entries()) {
				const fused = fuseScores(inputs, rule);
				for (const [c, label] of labels.entries()) out.data[r * columns + c] = fused?.[label] ?? 0;
			}
			return out;
		};
	// One for every rule, by the loss of the product, the answer for independent sources: it moves less than a count of
	// right answers, and finds out a source that is sure and wrong.
	const whole = { none: -1, full: -1 };
	const product = (seen: Seen, ramps: OfEach<TrustRamp>): Promise<Matrix> => late("product", ramps)(seen);
	const ramps = {
		voice: await bestRamp(rampGrids.voice, async (voice) => {
			const decided = await Promise.all(noisy.map((seen) => product(seen, { voice, face: whole })));
			return logLoss(stackRows(decided), heardInNoise);
		}),
		face: await bestRamp(rampGrids.face, async (face) =>
			logLoss(await product(blurred, { voice: whole, face }), fit.y),
		),
	};

	/** Both side by side, times how far each counts: 0, which must stand for knowing nothing, where it is not heard. */
	const joined = (seen: Seen, values: (source: Source, of: keyof Seen) => Matrix): Matrix => {
		const weights = inputsOf(seen, ramps).map(sourceWeights);
		const [voice, face] = sources.map((of, i) => {
			// Of a missing one only the width is needed.
			const from = values(seen[of] ?? good[of], of);
			const out = zeros(rowsOf(seen), from.columns);
			for (let k = 0; k < out.data.length; k++) {
				const weight = weights[Math.floor(k / from.columns)]?.[i] as number;
				out.data[k] = weight === 0 ? 0 : weight * (from.data[k] as number);
			}
			return out;
		});
		return beside(voice as Matrix, face as Matrix);
	};
	const stacked = (seen: Seen): Matrix =>
		matrixFromRows(inputsOf(seen, ramps).map((inputs) => scoreFeatures(inputs, labels)));
	/** Where only one counts, its own calibrated scores are the answer. */
	const whereBothCount =
		(decide: Decide): Decide =>
		async (seen) => {
			const single = await late("mean", ramps)(seen);
			const fused = await decide(seen);
			for (const [r, inputs] of inputsOf(seen, ramps).entries()) {
				if (sourceWeights(inputs).includes(0)) fused.data.set(row(single, r), r * columns);
			}
			return fused;
		};
	let hybridModel: FittedModel | undefined;
	const hybrid = async (classifier: Classifier): Promise<Decide> => {
		const model = await train(classifier, labels, recipe.seed, [
			{ y: fit.y, parts: taught.all.map(stacked) },
		]);
		hybridModel = model;
		return whereBothCount(async (seen) => model.predict(stacked(seen)));
	};
	const early = async (classifier: Classifier): Promise<Decide> => {
		const learnt = await seenAll(learn, recipe);
		const scalers = {
			voice: fitScaler(stackRows([good.voice.features, learnt.good.voice.features])),
			face: fitScaler(stackRows([good.face.features, learnt.good.face.features])),
		};
		const standardised = ({ features }: Source, of: keyof Seen): Matrix => scale(features, scalers[of]);
		const model = await train(classifier, labels, recipe.seed, [
			{ y: fit.y, parts: taught.all.map((seen) => joined(seen, standardised)) },
			{ y: learn.y, parts: learnt.all.map((seen) => joined(seen, standardised)) },
		]);
		return whereBothCount(async (seen) => model.predict(joined(seen, standardised)));
	};
	const fitRule = async (rule: FusionRuleSpec): Promise<Decide> => {
		if (rule.kind === "hybrid") return hybrid(rule.classifier);
		return rule.kind === "early" ? early(rule.classifier) : late(rule.kind, ramps);
	};
	const rules = new Map<string, Decide>([
		["voice", alone("voice")],
		["face", alone("face")],
	]);
	for (const rule of recipe.rules) rules.set(rule.kind, await fitRule(rule));
	return { ramps, rules, hybrid: hybridModel };
}

/** Pairs that fusion learns from. */
interface Taught {
	readonly good: OfEach<Source>;
	/** A noisy voice, once for each way that the recipe names. */
	readonly noisy: readonly OfEach<Source>[];
	readonly blurred: OfEach<Source>;
	/** All of these, and each noisy voice with the blurred face. */
	readonly all: readonly OfEach<Source>[];
}

async function seenAll(half: Half, { taught }: RulesRecipe): Promise<Taught> {
	const see = async (condition: FusionCondition): Promise<OfEach<Source>> => {
		const { voice, face } = await half.see(condition);
		if (voice === null || face === null) {
			throw new RangeError(`fitRules: "${condition.name}" must show voice and face.`);
		}
		return { voice, face };
	};
	const good = await see(bothGood);
	const blurred = await see({ ...bothGood, name: "faces as taught", face: taught.face });
	const noisy: OfEach<Source>[] = [];
	for (const voice of taught.voice) noisy.push(await see({ ...bothGood, name: "voices as taught", voice }));
	const bad = noisy.map(({ voice }) => ({ voice, face: blurred.face }));
	return { good, noisy, blurred, all: [good, ...noisy, blurred, ...bad] };
}

type Classifier = Extract<FusionRuleSpec, { kind: "hybrid" }>["classifier"];

/** @param taught - Labels of pairs, and these pairs as seen in several ways. */
function train(
	classifier: Classifier,
	labels: readonly Emotion[],
	seed: number,
	taught: readonly { readonly y: Int32Array; readonly parts: readonly Matrix[] }[],
): Promise<FittedModel> {
	const x = stackRows(taught.flatMap(({ parts }) => parts));
	const y = Int32Array.from(taught.flatMap(({ parts, y }) => parts.flatMap(() => [...y])));
	return createEstimator(classifier as ClassifierSpec).fit({ x, y, labels }, { seed });
}

/** Precision for each label, never quite 0. */
function reliability(scores: Matrix, y: Int32Array, labels: readonly Emotion[]): Scores {
	const values = precision(y, argmaxRows(scores), labels.length);
	return Object.fromEntries(labels.map((label, c) => [label, values[c] || 0.01]));
}

/** The ramp with the least loss; of equals the one that trusts soonest. */
async function bestRamp(
	ramps: readonly TrustRamp[],
	loss: (ramp: TrustRamp) => Promise<number>,
): Promise<TrustRamp> {
	let best = { ramp: { none: 0, full: 0 }, value: Number.POSITIVE_INFINITY };
	for (const ramp of ramps) {
		const value = await loss(ramp);
		if (value < best.value) best = { ramp, value };
	}
	return best.ramp;
}

/** From every beginning, in every length; the one that trusts soonest first. */
function rampsOf(beginnings: readonly number[], lengths: readonly number[]): TrustRamp[] {
	return beginnings.flatMap((none) => lengths.map((length) => ({ none, full: rounded(none + length) })));
}

function steps(first: number, last: number, step: number): number[] {
	return Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => rounded(first + i * step));
}

function rounded(value: number): number {
	return Math.round(1000 * value) / 1000;
}

function rowsOf({ voice, face }: Seen): number {
	return voice?.logits.rows ?? face?.logits.rows ?? 0;
}

function scoresOf(matrix: Matrix, r: number, labels: readonly Emotion[]): Scores {
	const values = row(matrix, r);
	return Object.fromEntries(labels.map((label, c) => [label, values[c] as number]));
}

/** No answer: every label alike. */
function evenly(rows: number, columns: number): Matrix {
	return { rows, columns, data: new Float32Array(rows * columns).fill(1 / columns) };
}

function beside(a: Matrix, b: Matrix): Matrix {
	const out = zeros(a.rows, a.columns + b.columns);
	for (let r = 0; r < a.rows; r++) {
		out.data.set(row(a, r), r * out.columns);
		out.data.set(row(b, r), r * out.columns + a.columns);
	}
	return out;
}
