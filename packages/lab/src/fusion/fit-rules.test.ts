import { createRandom, type Matrix, zeros } from "@undertone/core";
import { argmaxRows, uar } from "@undertone/learn";
import { beforeAll, describe, expect, it } from "vitest";
import { type FittedRules, fitRules } from "./fit-rules.ts";
import { taughtNoise } from "./fusion-conditions.ts";
import { fusionLabels, type Half, type Seen, type Source } from "./prepare-study.ts";

const rows = 140;
const columns = fusionLabels.length;
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
	return { logits, features: logits, doubtful: Array.from({ length: rows }, () => false), ...more };
}

const clear = Array.from({ length: rows }, () => 50);
const good: Seen = { voice: source(0.8, "voice", { snrDb: clear }), face: source(0.7, "face") };
/** Every other clip stands 5 dB above its noise, and its voice names nothing rightly. */
const snrDb = Array.from({ length: rows }, (_, r) => (Math.floor(r / columns) % 2 === 0 ? 5 : 30));
const wrong = source(0, "wrong");
const noisy: Seen = { face: good.face, voice: source(0.8, "voice", { snrDb, logits: mixed() }) };

function mixed(): Matrix {
	const { logits } = source(0.8, "voice");
	const data = logits.data.map((value, i) => {
		const r = Math.floor(i / columns);
		// Surer than the face, and wrong.
		return snrDb[r] === 5 ? 3 * (wrong.logits.data[i] as number) : value;
	});
	return { ...logits, data };
}

const half: Half = {
	y,
	clips: [],
	see: async (condition) => (condition === taughtNoise ? noisy : good),
};

let fitted: FittedRules;
beforeAll(async () => {
	fitted = await fitRules(half);
});
const recall = async (rule: string, seen: Seen): Promise<number> =>
	uar(y, argmaxRows((await fitted.rules.get(rule)?.(seen)) as Matrix), columns);
const all = ["mean", "product", "weighted", "hybrid", "early"];

describe("fitRules", () => {
	it("finds the noise from which a voice is of no use", () => {
		expect(fitted.leastSnrDb).toBeGreaterThan(5);
		expect(fitted.leastSnrDb).toBeLessThanOrEqual(30);
	});

	it.each(all)("gives scores that sum to 1, with either input missing too (%s)", async (rule) => {
		for (const seen of [good, { ...good, voice: null }, { ...good, face: null }]) {
			const scores = (await fitted.rules.get(rule)?.(seen)) as Matrix;
			for (let r = 0; r < rows; r++) {
				let sum = 0;
				for (let c = 0; c < columns; c++) sum += scores.data[r * columns + c] ?? 0;
				expect(sum).toBeCloseTo(1, 4);
			}
		}
	});

	it.each(all)("is better with both than with one, where both are good (%s)", async (rule) => {
		const both = await recall(rule, good);
		expect(both).toBeGreaterThanOrEqual(await recall("voice", good));
		expect(both).toBeGreaterThanOrEqual(await recall("face", good));
	});

	it.each(["mean", "product", "weighted"])(
		"goes by the voice where every face is doubtful (%s)",
		async (rule) => {
			const dark = { ...source(0, "dark"), doubtful: Array.from({ length: rows }, () => true) };
			expect(await recall(rule, { ...good, face: dark })).toBe(await recall("voice", good));
		},
	);

	it.each(["mean", "product", "weighted"])(
		"goes by the face where a voice is lost in noise (%s)",
		async (rule) => {
			const lost = { ...wrong, snrDb: Array.from({ length: rows }, () => 3) };
			expect(await recall(rule, { ...good, voice: lost })).toBe(await recall("face", good));
			expect(await recall(rule, { voice: lost, face: null })).toBe(
				await recall("voice", { ...good, voice: lost }),
			);
		},
	);
});
