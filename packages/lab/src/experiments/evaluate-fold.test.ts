import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, type Emotion, matrixFromRows } from "@undertone/core";
import type { Utterance } from "@undertone/corpora";
import { describe, expect, it } from "vitest";
import { parseRecipe } from "../recipes/recipe.ts";
import { evaluateFold } from "./evaluate-fold.ts";
import type { ExperimentContext } from "./experiment.ts";
import type { LabelledClips } from "./labelled-clips.ts";

const perSpeaker = 100;
const repeat = (times: number, of: () => number): number[] => Array.from({ length: times }, of);
const speakers = ["a", "b", "t"];
const labels = ["neutral", "happy"] as const;

/** Ten features tell the classes apart a little in everybody; ten others well, but in the last speaker only. */
function voices(emotionOf: (clip: number) => Emotion): LabelledClips {
	const random = createRandom(4);
	const count = speakers.length * perSpeaker;
	const x = matrixFromRows(
		Array.from({ length: count }, (_, i) => {
			const side = i % 2 === 0 ? -1 : 1;
			const own = i >= 2 * perSpeaker ? side : 0;
			const noisy = (mean: number) => mean + random.normal();
			return [...repeat(10, () => noisy(0.35 * side)), ...repeat(10, () => noisy(own))];
		}),
	);
	const emotions = Array.from({ length: count }, (_, i) => emotionOf(i));
	return {
		utterances: emotions.map((_, i) => ({ file: String(i), corpus: "X" }) as unknown as Utterance),
		emotions,
		speakers: emotions.map((_, i) => `X/${speakers[Math.floor(i / perSpeaker)]}`),
		audioHashes: emotions.map((_, i) => String(i)),
		versions: [x],
		heard: x,
		data: { x, y: Int32Array.from(emotions, (e) => labels.indexOf(e as (typeof labels)[number])), labels },
		tested: emotions.map(() => false),
		weights: new Float32Array(count).fill(1),
	};
}

const fold = {
	name: "t",
	train: Int32Array.from({ length: 2 * perSpeaker }, (_, i) => i),
	test: Int32Array.from({ length: perSpeaker }, (_, i) => 2 * perSpeaker + i),
};

const plain = {
	id: "test",
	description: "test",
	corpora: ["x"],
	labels: [...labels],
	features: "none@1",
	classifiers: [{ kind: "lda" }],
	members: 1,
	corpusWeights: "root",
	adaptation: { kind: "transductive" },
	protocol: { split: "speaker-independent", folds: "speakers" },
	selection: "fixed-beforehand",
	seed: 1,
};

const embedding = {
	features: "cepstra@1",
	components: 4,
	dimensions: 4,
	classifiers: [{ kind: "plda" }],
	share: 0.5,
};

async function scores(clips: LabelledClips, settings: object): Promise<number[]> {
	const recipe = parseRecipe({ ...plain, ...settings }, "test");
	const cache = mkdtempSync(join(tmpdir(), "undertone-fold-"));
	const context: ExperimentContext = {
		results: cache,
		cache,
		print: () => undefined,
		progress: () => undefined,
	};
	const { predictions } = await evaluateFold(recipe, clips, fold, { what: "fold" }, context);
	rmSync(cache, { recursive: true });
	return predictions.map((one) => one.scores[1] as number);
}

const truth = (clip: number): Emotion => (clip % 2 === 0 ? "neutral" : "happy");
const share = (happy: readonly number[]): number =>
	happy.filter((p, i) => (p > 0.5 ? "happy" : "neutral") === truth(i)).length / happy.length;

const selfTrained = (shares: readonly number[]) => ({ adaptation: { kind: "self-trained", shares } });

/** Frames of two sounds; the second is brighter where somebody is happy. */
function framed(clips: LabelledClips): LabelledClips {
	const random = createRandom(5);
	const frames = clips.emotions.map((_, i) =>
		matrixFromRows(
			Array.from({ length: 40 }, (__, t) => [
				8 * (t % 2) + random.normal(),
				random.normal() + (truth(i) === "happy" && t % 2 === 1 ? 0.6 : 0),
			]),
		),
	);
	return { ...clips, frames };
}

describe("a recipe with an embedding", () => {
	it("hears in the frames what the features do not say", async () => {
		const clips = framed(voices(truth));
		expect(share(await scores(clips, {}))).toBeLessThan(0.87);
		expect(share(await scores(clips, { embedding }))).toBeGreaterThan(0.93);
	});

	it("normalises the vectors by the clips that the speaker is known by, and scores the same clips", async () => {
		const clips = framed(voices(truth));
		const adaptation = { kind: "unlabelled", k: 10, draws: 2 };
		const without = await scores(clips, { adaptation });
		const heard = await scores(clips, { adaptation, embedding });
		expect(heard.length).toBe(without.length);
		expect(heard).not.toEqual(await scores(clips, { adaptation: { ...adaptation, k: 2 }, embedding }));
	});

	it("never sees the labels of the test clips, nor learns vectors from them", async () => {
		const wrong = voices((clip) => (clip < 2 * perSpeaker ? truth(clip) : truth(clip + 1)));
		expect(await scores(framed(wrong), { embedding })).toEqual(
			await scores(framed(voices(truth)), { embedding }),
		);
		const clips = framed(voices(truth));
		const loud = (clips.frames ?? []).map((clip, i) =>
			i === 3 * perSpeaker - 1 ? { ...clip, data: clip.data.map((value) => 9 * value) } : clip,
		);
		const before = await scores(clips, { adaptation: { kind: "none" }, embedding });
		const after = await scores({ ...clips, frames: loud }, { adaptation: { kind: "none" }, embedding });
		expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
		expect(after.at(-1)).not.toBe(before.at(-1));
	});

	it("fits one temperature for all that is said, on held-out speakers", async () => {
		const clips = framed(voices(truth));
		const adaptation = { kind: "none" };
		const members = { members: 2, blend: [1] };
		const alone = await scores(clips, { adaptation, embedding });
		const several = await scores(clips, { adaptation, embedding, ...members });
		expect(share(several)).toBeGreaterThan(0.93);
		const sure = (happy: readonly number[]): number =>
			happy.reduce((sum, p) => sum + Math.max(p, 1 - p), 0) / happy.length;
		// How sure it is lies nearer to how often it is right than the bare shares do.
		const gap = (happy: readonly number[]): number => Math.abs(sure(happy) - share(happy));
		expect(gap(several)).toBeLessThan(0.02);
		expect(gap(several)).toBeLessThan(0.5 * gap(alone));
	});

	it("is refused with members without given shares, and with changed test clips", () => {
		const recipe = { ...plain, embedding, members: 4 };
		expect(() => parseRecipe(recipe, "test")).toThrow(/blend.*must be given in shares/s);
		const testAs = [{ kind: "gain", db: [-6, 6] }];
		expect(() => parseRecipe({ ...plain, embedding, testAs }, "test")).toThrow(/testAs.*must be empty/s);
	});
});

describe("a self-trained recipe", () => {
	it("learns from the test clips what the training speakers do not show", async () => {
		const clips = voices(truth);
		expect(share(await scores(clips, {}))).toBeLessThan(0.87);
		expect(share(await scores(clips, selfTrained([0.4, 0.6, 0.8, 1])))).toBeGreaterThan(0.93);
	});

	it("never sees the labels of the test clips", async () => {
		const wrong = voices((clip) => (clip < 2 * perSpeaker ? truth(clip) : truth(clip + 1)));
		const settings = selfTrained([0.5, 0.8]);
		expect(await scores(wrong, settings)).toEqual(await scores(voices(truth), settings));
	});

	it("is refused with members, and with a model to be written", () => {
		const recipe = { ...plain, ...selfTrained([0.5]), members: 4 };
		expect(() => parseRecipe(recipe, "test")).toThrow(/members.*must be 1 in a self-trained recipe/s);
		const model = { file: "x.onnx", name: "x", licence: "y" };
		expect(() => parseRecipe({ ...recipe, members: 1, model }, "test")).toThrow(/model.*must not be there/s);
	});
});
