import type { Corpus, Utterance } from "@undertone/corpora";
import { describe, expect, it } from "vitest";
import type { ClipFacts } from "./clip-facts.ts";
import { describeCorpus } from "./describe-corpus.ts";

const utterance = (file: string, emotion: Utterance["emotion"], speaker = "a"): Utterance => ({
	file,
	path: `/${file}`,
	corpus: "Mine",
	speaker,
	sex: "female",
	language: "en",
	sentence: "",
	emotion,
	intensity: "",
	other: {},
});

const facts = (change: Partial<ClipFacts> = {}): ClipFacts => ({
	duration: 2,
	sampleRate: 16000,
	channels: 1,
	codec: "flac",
	rmsDb: -20,
	peakDb: -3,
	noiseFloorDb: -60,
	clippedSamples: 0,
	silenceShare: 0.1,
	audioHash: Math.random().toString(),
	...change,
});

function corpus(utterances: Utterance[]): Corpus {
	return {
		name: "Mine",
		folder: "/",
		utterances,
		differences: [],
		unknownFiles: [],
		excluded: [],
		licence: "",
	};
}

describe("describeCorpus", () => {
	it("says whether the classes are balanced, with the numbers", () => {
		const clips = [
			utterance("1", "happy"),
			utterance("2", "happy"),
			utterance("3", "happy"),
			utterance("4", "sad"),
		];
		const { balance } = describeCorpus(
			corpus(clips),
			clips.map(() => facts()),
		);
		expect(balance.balanced).toBe(false);
		// Entropy of 3/4 and 1/4 in bits.
		expect(balance.entropy).toBeCloseTo(0.8113, 4);
		expect(balance.sentence).toBe(
			"Mine is not balanced (largest : smallest class = happy 3 : sad 1 = 3.00, normalised entropy 0.811).",
		);
		const even = describeCorpus(corpus(clips.slice(2)), [facts(), facts()]);
		expect(even.balance.sentence).toContain("Mine is balanced");
	});

	it("finds silence, clipping, levels and noise that stand out, and the same audio twice", () => {
		const clips = ["a", "b", "c", "d", "e", "f"].map((file) => utterance(file, "happy"));
		const description = describeCorpus(corpus(clips), [
			facts({ audioHash: "same" }),
			facts({ audioHash: "same" }),
			facts({ rmsDb: null, silenceShare: 1 }),
			facts({ clippedSamples: 7 }),
			facts({ rmsDb: -70 }),
			facts({ noiseFloorDb: -20 }),
		]);
		expect(description.outliers.map(({ file, kind }) => `${file} ${kind}`)).toEqual([
			"c silence",
			"d clipping",
			"e level",
			"f noise",
		]);
		expect(description.duplicates).toEqual([["a", "b"]]);
	});

	it("reports a file that cannot be read and goes on", () => {
		const clips = [utterance("1", "happy"), utterance("2", "sad")];
		const description = describeCorpus(corpus(clips), [facts(), "It is empty."]);
		expect(description.unreadable).toEqual([{ file: "2", reason: "It is empty." }]);
		expect(description.duration.total).toBe(2);
	});
});
