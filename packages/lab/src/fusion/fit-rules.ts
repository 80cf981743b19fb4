import { type Emotion, type Matrix, row, type Scores, zeros } from "@undertone/core";
import {
	argmaxRows,
	type FittedModel,
	fitTemperature,
	linearDiscriminant,
	logisticRegression,
	precision,
	softmaxRows,
	stackRows,
	uar,
} from "@undertone/learn";
import { type FusionInput, type FusionRule, fuseScores, type TrustRamp, trustIn } from "@undertone/recognize";
import { bothGood, taughtBlur, taughtNoise } from "./fusion-conditions.ts";
import { fusionLabels, fusionSeed, type Half, type Seen, type Source } from "./prepare-study.ts";

/** From what was seen of pairs to scores, shape `[pairs, labels]`. */
type Decide = (seen: Seen) => Promise<Matrix>;

/** How trust in a voice grows with its decibels above noise, and in a face with its sharpness. */
interface Ramps {
	readonly voice: TrustRamp;
	readonly face: TrustRamp;
}

/** Ways of deciding, by name, and what they learnt about when to do without a voice or a face. */
export interface FittedRules {
	readonly rules: ReadonlyMap<string, Decide>;
	readonly ramps: Ramps;
}

/** Where a ramp may begin, and how long it may be: decibels, and sharpness, which under 0.2 is doubtful anyway. */
const rampGrids = {
	voice: { none: steps(0, 24, 2), length: steps(0, 24, 4) },
	face: { none: steps(0.2, 0.6, 0.05), length: steps(0, 0.8, 0.1) },
} as const;

const columns = fusionLabels.length;

/**
 * Every way of deciding, fitted on one half of the pairs: the temperatures of voice and face and their precision for
 * each label on good pairs, trust in a voice on clips in noises kept for training and in a face on blurred ones, hybrid
 * fusion on good pairs and on those with one input missing, early fusion on these and on the noisy and blurred ones.
 */
export async function fitRules(fit: Half): Promise<FittedRules> {
	const good = await fit.see(bothGood);
	const temperature = { voice: temperatureOf(good.voice, fit.y), face: temperatureOf(good.face, fit.y) };
	const calibrated = (source: Source | null, of: "voice" | "face"): Matrix | null =>
		source === null ? null : softmaxRows(source.logits, temperature[of]);
	const precisions = {
		voice: reliability(calibrated(good.voice, "voice"), fit.y),
		face: reliability(calibrated(good.face, "face"), fit.y),
	};
	const late =
		(rule: FusionRule, ramps: Ramps): Decide =>
		async (seen) => {
			const voice = calibrated(seen.voice, "voice");
			const face = calibrated(seen.face, "face");
			const out = zeros(rowsOf(seen), columns);
			const input = (of: "voice" | "face", scores: Matrix | null, r: number): FusionInput => ({
				scores: scoresOf(scores, r),
				reliability: precisions[of],
				doubtful: seen[of]?.doubtful[r] === true,
				trust: trustOf(seen[of], ramps[of], r),
			});
			for (let r = 0; r < out.rows; r++) {
				const fused = fuseScores([input("voice", voice, r), input("face", face, r)], rule);
				for (const [c, label] of fusionLabels.entries()) out.data[r * columns + c] = fused?.[label] ?? 0;
			}
			return out;
		};
	const whole = { none: -1, full: -1 };
	const noisy = await fit.see(taughtNoise);
	const blurred = await fit.see(taughtBlur);
	const ramps: Ramps = {
		voice: await bestRamp(rampGrids.voice, (voice) => late("mean", { voice, face: whole })(noisy), fit.y),
		face: await bestRamp(rampGrids.face, (face) => late("mean", { voice: whole, face })(blurred), fit.y),
	};

	/** Both side by side; what is missing or doubtful beside a sound one says nothing. */
	const both = (seen: Seen, kind: "scores" | "features"): Matrix => {
		const isSound = (of: "voice" | "face", r: number): boolean =>
			seen[of] !== null && seen[of].doubtful[r] !== true && trustOf(seen[of], ramps[of], r) > 0;
		const part = (of: "voice" | "face"): Matrix => {
			const source = seen[of];
			const other = of === "voice" ? "face" : "voice";
			const width = kind === "scores" ? columns : (good[of]?.features.columns ?? 0);
			const nothing = kind === "scores" ? -Math.log(columns) : Number.NaN;
			const out = { ...zeros(rowsOf(seen), width) };
			if (source === null) return { ...out, data: out.data.fill(nothing) };
			const scores = calibrated(source, of) as Matrix;
			const from = kind === "scores" ? logarithms(scores) : source.features;
			for (let r = 0; r < out.rows; r++) {
				const leave = !isSound(of, r) && isSound(other, r);
				if (leave) out.data.fill(nothing, r * width, (r + 1) * width);
				else out.data.set(row(from, r), r * width);
			}
			return out;
		};
		return beside(part("voice"), part("face"));
	};
	const missing: readonly Seen[] = [
		{ ...good, voice: null },
		{ ...good, face: null },
	];
	// Calibrated scores show by themselves that a source is unsure; features do not, and must be seen degraded.
	const degraded: readonly Seen[] = [noisy, blurred, { voice: noisy.voice, face: blurred.face }];
	const taught = {
		scores: [good, ...missing],
		features: [good, ...missing, ...degraded],
	} as const;
	const train = async (kind: "scores" | "features"): Promise<FittedModel> => {
		const data = {
			x: stackRows(taught[kind].map((seen) => both(seen, kind))),
			y: Int32Array.from(taught[kind].flatMap(() => [...fit.y])),
			labels: fusionLabels,
		};
		const estimator =
			kind === "scores" ? logisticRegression({ c: 1 }) : linearDiscriminant({ priors: "equal" });
		return estimator.fit(data, { seed: fusionSeed });
	};
	const [stacked, early] = [await train("scores"), await train("features")];
	const alone =
		(of: "voice" | "face"): Decide =>
		async (seen) =>
			calibrated(seen[of], of) ?? evenly(rowsOf(seen));
	return {
		ramps,
		rules: new Map<string, Decide>([
			["voice", alone("voice")],
			["face", alone("face")],
			["mean", late("mean", ramps)],
			["product", late("product", ramps)],
			["weighted", late("weighted", ramps)],
			["hybrid", async (seen) => stacked.predict(both(seen, "scores"))],
			["early", async (seen) => early.predict(both(seen, "features"))],
		]),
	};
}

function temperatureOf(source: Source | null, y: Int32Array): number {
	return source === null ? 1 : fitTemperature(source.logits, y);
}

/** Precision for each label, never quite 0. */
function reliability(scores: Matrix | null, y: Int32Array): Scores {
	const values = scores === null ? [] : precision(y, argmaxRows(scores), columns);
	return Object.fromEntries(fusionLabels.map((label, c) => [label, values[c] || 0.01]));
}

/** The ramp of the grid that gives the highest UAR; of equals the one that trusts soonest. */
async function bestRamp(
	{ none: starts, length }: { readonly none: readonly number[]; readonly length: readonly number[] },
	decide: (ramp: TrustRamp) => Promise<Matrix>,
	y: Int32Array,
): Promise<TrustRamp> {
	let best = { ramp: { none: 0, full: 0 }, value: -1 };
	for (const none of starts) {
		for (const more of length) {
			const ramp = { none, full: rounded(none + more) };
			const value = uar(y, argmaxRows(await decide(ramp)), columns);
			if (value > best.value) best = { ramp, value };
		}
	}
	return best.ramp;
}

function trustOf(source: Source | null, ramp: TrustRamp, r: number): number {
	return trustIn(source?.quality[r] ?? Number.POSITIVE_INFINITY, ramp);
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

function scoresOf(matrix: Matrix | null, r: number): Partial<Record<Emotion, number>> | null {
	if (matrix === null) return null;
	const values = row(matrix, r);
	return Object.fromEntries(fusionLabels.map((label, c) => [label, values[c] as number]));
}

function logarithms(matrix: Matrix): Matrix {
	return { ...matrix, data: Float32Array.from(matrix.data, (p) => Math.log(Math.max(p, 1e-4))) };
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
