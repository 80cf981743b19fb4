import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { createRandom, type Emotion } from "@undertone/core";
import { explainFrames, loadModel, readModelMetadata, type SpeechModel } from "@undertone/recognize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { trainRecipe } from "../experiments/train-recipe.ts";
import { parseRecipe } from "../recipes/recipe.ts";
import { humCorpus } from "../testing/hum-corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-frames-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const corpus = humCorpus(folder);
const file = join(folder, "hum.onnx");
const context: ExperimentContext = {
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};
const recipe = parseRecipe(
	{
		id: "hum-cnn",
		description: "three people hum",
		corpora: [corpus],
		labels: ["neutral", "happy"],
		features: "logmel@1",
		sequence: { frames: 60, step: 2, normalise: "none" },
		classifiers: [{ kind: "cnn", filters: [4, 8], epochs: 12, batchSize: 8, keep: "last" }],
		members: 1,
		protocol: { split: "speaker-independent", folds: "speakers" },
		selection: "fixed-beforehand",
		seed: 1,
		model: { file, name: "hum-cnn@1", licence: "CC0-1.0" },
	},
	"test",
);

describe("a network on frames, as undertone train writes it", { timeout: 240_000 }, () => {
	let model: SpeechModel;
	beforeAll(async () => {
		await trainRecipe(recipe, "test", context);
		model = await loadModel(new Uint8Array(readFileSync(file)));
	}, 240_000);

	const framesOf = async (name: string) => {
		const { signal } = await decodeToMono(new Uint8Array(readFileSync(join(folder, "speech", name))));
		return model.features.extract(signal);
	};

	it("is one file that says what it takes, frames of any length, and tells the classes", async () => {
		const metadata = readModelMetadata(new Uint8Array(readFileSync(file)));
		expect(metadata.features.id).toBe("logmel@1");
		expect(metadata.normalisation.mean).toHaveLength(64);
		expect(metadata.profile).toBeUndefined();
		for (const [name, label] of [
			["a-0.wav", "neutral"],
			["b-1.wav", "happy"],
			["c-7.wav", "happy"],
		] as const) {
			const { data } = await model.predict(await framesOf(name));
			expect(model.metadata.labels[data.indexOf(Math.max(...data))]).toBe(label);
		}
	});

	it("is explained faithfully: blanking the part named first moves the score more than blanking others of its size", async () => {
		const random = createRandom(2);
		for (const [name, label] of [
			["a-0.wav", "neutral"],
			["b-3.wav", "happy"],
		] as const satisfies readonly [string, Emotion][]) {
			const frames = await framesOf(name);
			const said = await explainFrames(model, frames, { label });
			const flat = said.effects.flatMap((row, t) => row.map((effect, b) => ({ effect, t, b })));
			const best = flat.reduce((top, one) => (one.effect > top.effect ? one : top));
			// The grid's own rows and columns, blanked here once more without its help.
			const index = model.metadata.labels.indexOf(label);
			const blanked = async (row: number, column: number): Promise<number> => {
				const data = Float32Array.from(frames.data);
				for (let r = row; r < Math.min(frames.rows, row + 25); r++) {
					for (let j = column; j < column + 8; j++)
						data[r * frames.columns + j] = model.metadata.normalisation.mean[j] as number;
				}
				return (await model.predict({ ...frames, data })).data[index] as number;
			};
			const left = await blanked(25 * best.t, 8 * best.b);
			expect(left).toBeCloseTo(said.without[best.t]?.[best.b] ?? -1, 6);
			expect(left).toBeLessThan(said.score);
			let stronger = 0;
			for (let trial = 0; trial < 40; trial++) {
				const other = await blanked(
					Math.floor(random.next() * (frames.rows - 25)),
					Math.floor(random.next() * (frames.columns - 8)),
				);
				if (other < left - 1e-6) stronger++;
			}
			// Any place, not only the grid's: few may straddle what the network listens to better than the grid does.
			expect(stronger).toBeLessThanOrEqual(3);
		}
	});
});
