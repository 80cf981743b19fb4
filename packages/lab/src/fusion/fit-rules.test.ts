import { createRandom, sevenEmotions as labels, type Matrix, zeros } from "@undertone/core";
import { argmaxRows, uar } from "@undertone/learn";
import { trustIn } from "@undertone/recognize";
import { beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../augment/variant.ts";
import { type FittedRules, fitRules } from "./fit-rules.ts";
import type { Half, Seen, Source } from "./prepare-study.ts";

const rows = 140;
const columns = labels.length;
const y = Int32Array.from({ length: rows }, (_, i) => i % columns);

/** Logits of which this share is right, and sure; the others name any other label, less sure. */
function source(share: number, name: string, more: Partial<Source> = {}): Source {
	const random = createRandom(1).fork(name);
	const logits: Matrix = zeros(rows, columns);
	for (let r = 0; r < rows; r++) {
		const isRight = random.next() < share;
		const named = ((y[r] as number) + (isRight ? 0 : 1 + random.integer(columns - 1))) % columns;
		for (let c = 0; c < columns; c++)
			logits.data[r * columns + c] = (c === named ? (isRight ? 3 : 1.5) : 0) + 0.3 * random.normal();
	}
	return {
		logits,
		features: logits,
		doubtful: Array.from({ length: rows }, () => false),
		quality: Array.from({ length: rows }, () => 50),
		...more,
	};
}

const all = (quality: number): number[] => Array.from({ length: rows }, () => quality);
const good: Seen = {
	voice: source(0.8, "voice", { quality: all(50) }),
	face: source(0.7, "face", { quality: all(2) }),
};
/** Every other clip stands 5 dB above its noise, and its voice names nothing rightly. */
const snrDb = Array.from({ length: rows }, (_, r) => (Math.floor(r / columns) % 2 === 0 ? 5 : 30));
const wrong = source(0, "wrong");
const noisy: Seen = {
	face: good.face,
	voice: source(0.8, "voice", { quality: snrDb, logits: mixed("voice", snrDb, 5) }),
};
/** Every other face is blurred, and names nothing rightly. */
const sharpness = Array.from({ length: rows }, (_, r) => (Math.floor(r / columns) % 2 === 0 ? 0.22 : 1));
const blurred: Seen = {
	voice: good.voice,
	face: source(0.7, "face", { quality: sharpness, logits: mixed("face", sharpness, 0.22) }),
};

/** The logits of a source whose rows of this quality are sure and wrong. */
function mixed(name: string, quality: readonly number[], bad: number): Matrix {
	const { logits } = source(0.8, name);
	const data = logits.data.map((value, i) => {
		const r = Math.floor(i / columns);
		return quality[r] === bad ? 3 * (wrong.logits.data[i] as number) : value;
	});
	return { ...logits, data };
}

const recipe: Parameters<typeof fitRules>[1] = {
	rules: [
		{ kind: "mean" },
		{ kind: "product" },
		{ kind: "weighted" },
		{ kind: "hybrid", classifier: { kind: "logistic", classWeights: "balanced" } },
		{ kind: "early", classifier: { kind: "lda", priors: "equal" } },
	],
	taught: { voice: [[{ kind: "noise", snr: [0, 30] }]], face: { kind: "blurred", sigma: [0.1, 2.5] } },
	seed: 1,
};
const isTaught = (voice: Variant | null): boolean => recipe.taught.voice.some((way) => way === voice);

const half: Half = {
	y,
	clips: [],
	see: async (condition) =>
		isTaught(condition.voice) ? noisy : condition.face?.kind === "blurred" ? blurred : good,
};

let fitted: FittedRules;
beforeAll(async () => {
	fitted = await fitRules({ labels, learn: half, fit: half }, recipe);
});
const recall = async (rule: string, seen: Seen): Promise<number> =>
	uar(y, argmaxRows((await fitted.rules.get(rule)?.(seen)) as Matrix), columns);
const rules = ["mean", "product", "weighted", "hybrid", "early"];

describe("fitRules", () => {
	it("finds the noise and the blur in which a voice and a face are of no use", () => {
		const { voice, face } = fitted.ramps;
		expect(trustIn(5, voice)).toBeLessThan(0.75);
		expect(trustIn(30, voice)).toBe(1);
		expect(trustIn(0.22, face)).toBeLessThan(0.75);
		expect(trustIn(1, face)).toBe(1);
	});

	it.each(rules)("gives scores that sum to 1, with either input missing too (%s)", async (rule) => {
		for (const seen of [good, { ...good, voice: null }, { ...good, face: null }]) {
			const scores = (await fitted.rules.get(rule)?.(seen)) as Matrix;
			for (let r = 0; r < rows; r++) {
				let sum = 0;
				for (let c = 0; c < columns; c++) sum += scores.data[r * columns + c] ?? 0;
				expect(sum).toBeCloseTo(1, 4);
			}
		}
	});

	it.each(rules)(
		"answers with the calibrated scores of one where the other is missing (%s)",
		async (rule) => {
			for (const [of, other] of [
				["voice", "face"],
				["face", "voice"],
			] as const) {
				const seen = { ...good, [other]: null };
				const own = (await fitted.rules.get(of)?.(seen)) as Matrix;
				const fused = (await fitted.rules.get(rule)?.(seen)) as Matrix;
				expect(fused.data).toBeCloseToArray(own.data, { rtol: 1e-6, atol: 1e-7 });
			}
		},
	);

	it("teaches early fusion the clips that the voice's classifier learnt too", async () => {
		// The fitting half's own clips say nothing of their labels.
		const mute: Half = {
			...half,
			see: async (condition) => ({ ...(await half.see(condition)), voice: source(1 / columns, "mute") }),
		};
		// Nor do the faces of the test.
		const voices = { ...good, face: source(1 / columns, "blank", { quality: all(2) }) };
		const labelled = async (learn: Half): Promise<number> => {
			const { rules: taught } = await fitRules({ labels, learn, fit: mute }, recipe);
			return uar(y, argmaxRows((await taught.get("early")?.(voices)) as Matrix), columns);
		};
		expect(await labelled(half)).toBeGreaterThan((await labelled(mute)) + 0.2);
	});

	it.each(rules)("is better with both than with one, where both are good (%s)", async (rule) => {
		const both = await recall(rule, good);
		expect(both).toBeGreaterThanOrEqual(await recall("voice", good));
		expect(both).toBeGreaterThanOrEqual(await recall("face", good));
	});

	it.each(rules)("goes by the voice where every face is doubtful (%s)", async (rule) => {
		const dark = { ...source(0, "dark"), doubtful: Array.from({ length: rows }, () => true) };
		expect(await recall(rule, { ...good, face: dark })).toBe(await recall("voice", good));
	});

	it("teaches early fusion what noise does to features, where the voice is to be trusted all the same", async () => {
		// Noise that sounds like the first label, in clips well above it.
		const { features, ...rest } = source(0.8, "voice", { quality: all(30) });
		const shifted = features.data.map((value, i) => value + (i % columns === 0 ? 12 : 0));
		const hissing: Seen = { face: good.face, voice: { ...rest, features: { ...features, data: shifted } } };
		const hissed: Half = {
			...half,
			see: async (condition) => (isTaught(condition.voice) ? hissing : half.see(condition)),
		};
		const { rules: taught } = await fitRules({ labels, learn: hissed, fit: hissed }, recipe);
		const scores = (await taught.get("early")?.(hissing)) as Matrix;
		expect(uar(y, argmaxRows(scores), columns)).toBeGreaterThanOrEqual(await recall("face", good));
		// Taught other noise, it takes what hisses for the first label.
		expect(await recall("early", hissing)).toBeLessThan(await recall("face", good));
	});

	it.each(rules)("goes by the face where a voice is lost in noise (%s)", async (rule) => {
		const lost = { ...wrong, quality: all(1) };
		expect(await recall(rule, { ...good, voice: lost })).toBe(await recall("face", good));
		expect(await recall(rule, { voice: lost, face: null })).toBe(
			await recall("voice", { ...good, voice: lost }),
		);
	});
});
