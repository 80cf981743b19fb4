import { createRandom } from "@undertone/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkLeak } from "./check-leak.ts";
import type { Fold } from "./fold.ts";
import { leaveOneSpeakerOut, sentenceFolds, speakerAndSentenceFolds, speakerFolds } from "./group-folds.ts";
import { holdOut, randomFolds } from "./random-folds.ts";

const random = createRandom(1);
const speakers = Array.from({ length: 200 }, () => `s${random.integer(13)}`);
const sentences = Array.from({ length: 200 }, () => `t${random.integer(5)}`);
const sexes = speakers.map((s) => (Number(s.slice(1)) % 2 === 0 ? "female" : "male"));

function expectPartition(folds: readonly Fold[], n: number): void {
	const all = Array.from({ length: n }, (_, i) => i);
	expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(all);
	for (const { train, test } of folds) {
		expect(new Set([...train, ...test]).size).toBe(train.length + test.length);
	}
}

function expectApart(folds: readonly Fold[], groups: readonly string[]): void {
	for (const { train, test } of folds) {
		const trained = new Set([...train].map((i) => groups[i]));
		expect([...test].filter((i) => trained.has(groups[i]))).toEqual([]);
	}
}

describe("splits by speaker", () => {
	it("leave each speaker out once", () => {
		const folds = leaveOneSpeakerOut(speakers);
		expect(folds.map(({ name }) => name)).toEqual([...new Set(speakers)].sort());
		expectPartition(folds, 200);
		expectApart(folds, speakers);
		expect(folds.every(({ train, test }) => train.length + test.length === 200)).toBe(true);
	});

	it("never put a speaker on both sides, whatever the speakers", () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 60 }),
				fc.integer({ min: 0, max: 1000 }),
				(ids, seed) => {
					const names = ["a", "b", ...ids.map(String)];
					const k = Math.min(5, new Set(names).size);
					const folds = speakerFolds(names, k, { seed });
					expectPartition(folds, names.length);
					expectApart(folds, names);
					expect(folds.every(({ test }) => test.length > 0)).toBe(true);
				},
			),
		);
	});

	it("deal each sex out evenly when asked", () => {
		for (const { test } of speakerFolds(speakers, 3, { seed: 2, balance: sexes })) {
			const inTest = new Set([...test].map((i) => speakers[i]));
			const women = [...inTest].filter((s) => Number(s?.slice(1)) % 2 === 0).length;
			expect(women).toBeGreaterThanOrEqual(2);
			expect(inTest.size - women).toBeGreaterThanOrEqual(2);
		}
	});

	it("are the same for the same seed and others for another", () => {
		const names = (seed: number) => speakerFolds(speakers, 4, { seed }).map(({ test }) => [...test]);
		expect(names(1)).toEqual(names(1));
		expect(names(1)).not.toEqual(names(2));
	});

	it("refuse fewer speakers than folds", () => {
		expect(() => leaveOneSpeakerOut(["a", "a"])).toThrow(/folds must be in \[2, 2\].*got 1/);
		expect(() => speakerFolds(["a", "b"], 3)).toThrow(
			"speakerFolds: the number of folds must be in [2, 2] (there are 2 speakers), got 3.",
		);
	});
});

describe("splits by sentence", () => {
	it("never put a sentence on both sides", () => {
		const folds = sentenceFolds(sentences, 5);
		expectPartition(folds, 200);
		expectApart(folds, sentences);
	});

	it("keep both speaker and sentence apart when asked", () => {
		const folds = speakerAndSentenceFolds(speakers, sentences, { speakerK: 3, sentenceK: 2 });
		expect(folds).toHaveLength(6);
		expectPartition(folds, 200);
		expectApart(folds, speakers);
		expectApart(folds, sentences);
	});
});

describe("random splits", () => {
	const classes = Array.from({ length: 203 }, (_, i) => ["a", "a", "a", "b", "c"][i % 5] as string);

	it("give every class its share in every fold", () => {
		const folds = randomFolds(classes, 10, { seed: 3 });
		expectPartition(folds, 203);
		for (const { test } of folds) {
			expect(test.length).toBeGreaterThanOrEqual(20);
			const a = [...test].filter((i) => classes[i] === "a").length;
			expect(a).toBeGreaterThanOrEqual(12);
			expect(a).toBeLessThanOrEqual(13);
		}
	});

	it("hold out a fifth, class by class", () => {
		const { train, test } = holdOut(classes, { seed: 4 });
		expect([train.length, test.length]).toEqual([162, 41]);
		expect(new Set([...train, ...test]).size).toBe(203);
		expect([...test].filter((i) => classes[i] === "b").length).toBe(8);
		expect([...holdOut(classes, { seed: 5 }).test]).not.toEqual([...test]);
		expect([...holdOut(classes, { seed: 4 }).test]).toEqual([...test]);
	});

	it("refuse a share that leaves nothing on a side", () => {
		expect(() => holdOut(classes, { seed: 1, share: 1 })).toThrow("share must be in (0, 1)");
		expect(() => holdOut(["a", "b"], { seed: 1, share: 0.1 })).toThrow("leave samples on both sides");
	});
});

describe("checkLeak", () => {
	const fold = { name: "1", train: Int32Array.of(0, 1), test: Int32Array.of(2, 3) };

	it("passes where no audio is on both sides", () => {
		expect(() => checkLeak(fold, { hashes: ["a", "a", "b", "b"] })).not.toThrow();
	});

	it("fails the run where the same audio is", () => {
		let error: unknown;
		try {
			checkLeak(fold, { hashes: ["a", "b", "c", "b"], files: ["w.wav", "x.wav", "y.wav", "z.wav"] });
		} catch (caught) {
			error = caught;
		}
		expect(error).toMatchObject({
			code: "leak",
			message:
				"checkLeak: no audio may be in both parts of fold 1, but x.wav (training) and z.wav (test) share " +
				"the same audio. Exclude one of them, or group them in the split.",
		});
	});

	it("fails where a speaker is on both sides of a split said to be by speaker", () => {
		expect(() => checkLeak(fold, { hashes: ["a", "b", "c", "d"], speakers: ["A", "B", "C", "A"] })).toThrow(
			'clip 0 (training) and clip 3 (test) share the speaker "A"',
		);
	});
});
