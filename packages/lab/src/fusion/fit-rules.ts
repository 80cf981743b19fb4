import { type Emotion, type Matrix, row, type Scores, zeros } from "@undertone/core";
import {
	argmaxRows,
	type FittedModel,
	fitTemperature,
	linearDiscriminant,
	logisticRegression,
	precision,
	softmaxRows,
	uar,
} from "@undertone/learn";
import { type FusionRule, fuseScores } from "@undertone/recognize";
import { bothGood, type FusionCondition, taughtNoise } from "./fusion-conditions.ts";
import { fusionLabels, fusionSeed, type Half, type Seen, type Source } from "./prepare-study.ts";

/** From what was seen of pairs to scores, shape `[pairs, labels]`. */
type Decide = (seen: Seen) => Promise<Matrix>;

/** Ways of deciding, by name, and what they learnt about when to do without a voice. */
export interface FittedRules {
	readonly rules: ReadonlyMap<string, Decide>;
	/** Speech that stands less above its noise is doubtful, dB. */
	readonly leastSnrDb: number;
}

const columns = fusionLabels.length;

/**
 * Every way of deciding, fitted on one half of the pairs: the temperatures of voice and face and their precision for
 * each label on good pairs, the noise from which a voice is of no use on clips in noises kept for training, hybrid and
 * early fusion on good pairs and on those with one input missing.
 */
export async function fitRules(fit: Half): Promise<FittedRules> {
	const good = await fit.see(bothGood);
	const temperature = { voice: temperatureOf(good.voice, fit.y), face: temperatureOf(good.face, fit.y) };
	const calibrated = (source: Source | null, of: "voice" | "face"): Matrix | null =>
		source === null ? null : softmaxRows(source.logits, temperature[of]);
	const trust = {
		voice: reliability(calibrated(good.voice, "voice"), fit.y),
		face: reliability(calibrated(good.face, "face"), fit.y),
	};
	const late =
		(rule: FusionRule, leastSnrDb: number): Decide =>
		async (seen) => {
			const voice = calibrated(seen.voice, "voice");
			const face = calibrated(seen.face, "face");
			const doubts = doubtsOf(seen, leastSnrDb);
			const out = zeros(rowsOf(seen), columns);
			for (let r = 0; r < out.rows; r++) {
				const fused = fuseScores(
					[
						{ scores: scoresOf(voice, r), reliability: trust.voice, doubtful: doubts.voice(r) },
						{ scores: scoresOf(face, r), reliability: trust.face, doubtful: doubts.face(r) },
					],
					rule,
				);
				for (const [c, label] of fusionLabels.entries()) out.data[r * columns + c] = fused?.[label] ?? 0;
			}
			return out;
		};
	const noisy = await fit.see(taughtNoise);
	const leastSnrDb = await bestLimit((limit) => late("mean", limit)(noisy), fit.y);

	/** Both side by side; what is missing or doubtful beside a sound one says nothing. */
	const both = (seen: Seen, kind: "scores" | "features"): Matrix => {
		const doubts = doubtsOf(seen, leastSnrDb);
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
				const leave = doubts[of](r) && seen[other] !== null && !doubts[other](r);
				if (leave) out.data.fill(nothing, r * width, (r + 1) * width);
				else out.data.set(row(from, r), r * width);
			}
			return out;
		};
		return beside(part("voice"), part("face"));
	};
	const taught: readonly FusionCondition[] = [
		bothGood,
		{ ...bothGood, name: "voice missing", voice: null },
		{ ...bothGood, name: "face missing", face: null },
	];
	const train = async (kind: "scores" | "features"): Promise<FittedModel> => {
		const parts = taught.map(({ voice, face }) =>
			both({ voice: voice === null ? null : good.voice, face: face === null ? null : good.face }, kind),
		);
		const data = {
			x: stack(parts),
			y: Int32Array.from(taught.flatMap(() => [...fit.y])),
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
		leastSnrDb,
		rules: new Map<string, Decide>([
			["voice", alone("voice")],
			["face", alone("face")],
			["mean", late("mean", leastSnrDb)],
			["product", late("product", leastSnrDb)],
			["weighted", late("weighted", leastSnrDb)],
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

/**
 * Of 0 to 40 dB, the lowest limit under which doing without the voice serves within one point as well as any: no voice
 * is left out for less.
 */
async function bestLimit(decide: (limit: number) => Promise<Matrix>, y: Int32Array): Promise<number> {
	const limits = Array.from({ length: 21 }, (_, i) => 2 * i);
	const values: number[] = [];
	for (const limit of limits) values.push(uar(y, argmaxRows(await decide(limit)), columns));
	const most = Math.max(...values);
	return limits[values.findIndex((value) => value > most - 0.01)] as number;
}

interface Doubts {
	voice(r: number): boolean;
	face(r: number): boolean;
}

/** A voice in noise is doubtful only beside a face that is not. */
function doubtsOf({ voice, face }: Seen, leastSnrDb: number): Doubts {
	const doubtfulFace = (r: number): boolean => face?.doubtful[r] === true;
	return {
		voice: (r) => {
			if (voice === null) return false;
			const inNoise = (voice.snrDb?.[r] ?? Number.POSITIVE_INFINITY) < leastSnrDb;
			return voice.doubtful[r] === true || (inNoise && face !== null && !doubtfulFace(r));
		},
		face: doubtfulFace,
	};
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

function stack(parts: readonly Matrix[]): Matrix {
	const out = zeros(
		parts.reduce((sum, { rows }) => sum + rows, 0),
		parts[0]?.columns ?? 0,
	);
	let at = 0;
	for (const { data } of parts) {
		out.data.set(data, at);
		at += data.length;
	}
	return out;
}
