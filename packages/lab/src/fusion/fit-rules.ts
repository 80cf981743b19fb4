import { type Matrix, row, type Scores, zeros } from "@undertone/core";
import {
	argmaxRows,
	type Estimator,
	type FittedModel,
	fitScaler,
	fitTemperature,
	linearDiscriminant,
	logisticRegression,
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
	sourceWeights,
	type TrustRamp,
	trustIn,
} from "@undertone/recognize";
import { bothGood, type FusionCondition, taughtBlur, taughtNoise } from "./fusion-conditions.ts";
import { fusionLabels, fusionSeed, type Half, type Seen, type Source, type Study } from "./prepare-study.ts";

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
}

/** Where a ramp may begin, and how long it may be: decibels, and sharpness, which under 0.2 is doubtful anyway. */
const rampGrids = {
	voice: { none: steps(0, 24, 2), length: steps(0, 40, 4) },
	face: { none: steps(0.2, 0.6, 0.05), length: steps(0, 0.8, 0.1) },
} as const;

const sources = ["voice", "face"] as const;
const columns = fusionLabels.length;

/**
 * Every way of deciding. On the pairs of `fit`: the temperatures of voice and face and their precision for each label
 * (good pairs), trust in a voice (noises kept for training) and in a face (blurred ones), the hybrid's regression (all
 * of these). Early fusion, which needs no scores of a voice, learns on the clips of `learn` too.
 */
export async function fitRules({ learn, fit }: Pick<Study, "learn" | "fit">): Promise<FittedRules> {
	const taught = await seenAll(fit);
	const { good, noisy, blurred } = taught;
	const temperatures = {
		voice: fitTemperature(good.voice.logits, fit.y),
		face: fitTemperature(good.face.logits, fit.y),
	};
	const calibrated = (source: Source, of: keyof Seen): Matrix => softmaxRows(source.logits, temperatures[of]);
	const alone =
		(of: keyof Seen): Decide =>
		async (seen) => {
			const source = seen[of];
			return source === null ? evenly(rowsOf(seen)) : calibrated(source, of);
		};
	const reliabilities = {
		voice: reliability(await alone("voice")(good), fit.y),
		face: reliability(await alone("face")(good), fit.y),
	};

	/** What fusion is told of each pair: voice, face. */
	const inputsOf = (seen: Seen, ramps: OfEach<TrustRamp>): FusionInput[][] => {
		const told = sources.map((of) => {
			const source = seen[of];
			const scores = source === null ? null : calibrated(source, of);
			return (r: number): FusionInput => ({
				scores: scores === null ? null : scoresOf(scores, r),
				reliability: reliabilities[of],
				doubtful: source?.doubtful[r] === true,
				trust: trustIn(source?.quality[r] ?? Number.POSITIVE_INFINITY, ramps[of]),
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
				for (const [c, label] of fusionLabels.entries()) out.data[r * columns + c] = fused?.[label] ?? 0;
			}
			return out;
		};
	// One for every rule, by the loss of the product, the answer for independent sources: it moves less than a count of
	// right answers, and finds out a source that is sure and wrong.
	const whole = { none: -1, full: -1 };
	const loss = async (seen: Seen, ramps: OfEach<TrustRamp>): Promise<number> =>
		logLoss(await late("product", ramps)(seen), fit.y);
	const ramps = {
		voice: await bestRamp(rampGrids.voice, (voice) => loss(noisy, { voice, face: whole })),
		face: await bestRamp(rampGrids.face, (face) => loss(blurred, { voice: whole, face })),
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
	const aboveUniform = (source: Source, of: keyof Seen): Matrix => aboveEven(calibrated(source, of));
	const hybrid = await train(logisticRegression({ classWeights: "balanced" }), [
		{ y: fit.y, parts: Object.values(taught).map((seen) => joined(seen, aboveUniform)) },
	]);
	const learnt = await seenAll(learn);
	const scalers = {
		voice: fitScaler(stackRows([good.voice.features, learnt.good.voice.features])),
		face: fitScaler(stackRows([good.face.features, learnt.good.face.features])),
	};
	const standardised = ({ features }: Source, of: keyof Seen): Matrix => scale(features, scalers[of]);
	const early = await train(linearDiscriminant({ priors: "equal" }), [
		{ y: fit.y, parts: Object.values(taught).map((seen) => joined(seen, standardised)) },
		{ y: learn.y, parts: Object.values(learnt).map((seen) => joined(seen, standardised)) },
	]);
	return {
		ramps,
		rules: new Map<string, Decide>([
			["voice", alone("voice")],
			["face", alone("face")],
			["mean", late("mean", ramps)],
			["product", late("product", ramps)],
			["weighted", late("weighted", ramps)],
			[
				"hybrid",
				async (seen) => {
					// Where only one counts, its own calibrated scores are the answer.
					const single = await late("mean", ramps)(seen);
					const stacked = await hybrid.predict(joined(seen, aboveUniform));
					for (const [r, inputs] of inputsOf(seen, ramps).entries()) {
						if (sourceWeights(inputs).includes(0)) stacked.data.set(row(single, r), r * columns);
					}
					return stacked;
				},
			],
			["early", async (seen) => early.predict(joined(seen, standardised))],
		]),
	};
}

/** What is learnt from: pairs as they are, with a noisy voice, with a blurred face, with both. */
async function seenAll(half: Half): Promise<Record<"good" | "noisy" | "blurred" | "bad", OfEach<Source>>> {
	const see = async (condition: FusionCondition): Promise<OfEach<Source>> => {
		const { voice, face } = await half.see(condition);
		if (voice === null || face === null) {
			throw new RangeError(`fitRules: "${condition.name}" must show voice and face.`);
		}
		return { voice, face };
	};
	const [good, noisy, blurred] = [await see(bothGood), await see(taughtNoise), await see(taughtBlur)];
	return { good, noisy, blurred, bad: { voice: noisy.voice, face: blurred.face } };
}

/** @param taught - Labels of pairs, and these pairs as seen in several ways. */
function train(
	estimator: Estimator,
	taught: readonly { readonly y: Int32Array; readonly parts: readonly Matrix[] }[],
): Promise<FittedModel> {
	const x = stackRows(taught.flatMap(({ parts }) => parts));
	const y = Int32Array.from(taught.flatMap(({ parts, y }) => parts.flatMap(() => [...y])));
	return estimator.fit({ x, y, labels: fusionLabels }, { seed: fusionSeed });
}

/** Precision for each label, never quite 0. */
function reliability(scores: Matrix, y: Int32Array): Scores {
	const values = precision(y, argmaxRows(scores), columns);
	return Object.fromEntries(fusionLabels.map((label, c) => [label, values[c] || 0.01]));
}

/** The ramp of the grid with the least loss; of equals the one that trusts soonest. */
async function bestRamp(
	{ none: starts, length }: { readonly none: readonly number[]; readonly length: readonly number[] },
	loss: (ramp: TrustRamp) => Promise<number>,
): Promise<TrustRamp> {
	let best = { ramp: { none: 0, full: 0 }, value: Number.POSITIVE_INFINITY };
	for (const none of starts) {
		for (const more of length) {
			const ramp = { none, full: rounded(none + more) };
			const value = await loss(ramp);
			if (value < best.value) best = { ramp, value };
		}
	}
	return best.ramp;
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

function scoresOf(matrix: Matrix, r: number): Scores {
	const values = row(matrix, r);
	return Object.fromEntries(fusionLabels.map((label, c) => [label, values[c] as number]));
}

/** Logarithms of scores over those of no answer. */
function aboveEven(scores: Matrix): Matrix {
	return { ...scores, data: Float32Array.from(scores.data, (p) => Math.log(columns * Math.max(p, 1e-4))) };
}

/** No answer: every label alike. */
function evenly(rows: number): Matrix {
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
