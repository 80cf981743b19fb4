import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, type Matrix, matrixFromRows, row } from "@undertone/core";
import type { Utterance } from "@undertone/corpora";
import { takeRows } from "@undertone/learn";
import { createSession, float32Data, float32Tensor, readOnnx, writeOnnx } from "@undertone/onnx";
import { loadModel } from "@undertone/recognize";
import { afterAll, describe, expect, it } from "vitest";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import type { StoredPrediction } from "../results/result.ts";
import { afterVector } from "../robustness/after-vector.ts";
import { madeResult } from "../testing/made-result.ts";
import { evaluateFold } from "./evaluate-fold.ts";
import type { ExperimentContext } from "./experiment.ts";
import type { LabelledClips } from "./labelled-clips.ts";
import { writeModel } from "./write-model.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-model-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const context: ExperimentContext = {
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};
const labels = ["neutral", "happy"] as const;
const trained = 80;
const tested = 20;

/** Clips of three people, and of a fourth, who is tested: numbers and frames that tell the two classes apart a little. */
function clips(count: number): LabelledClips {
	const random = createRandom(3);
	const side = (i: number): number => (i % 2 === 0 ? -0.5 : 0.5);
	const numbers = (i: number, width: number): number[] =>
		Array.from({ length: width }, (_, j) => (j < 4 ? side(i) : 0) + random.normal());
	const all = Array.from({ length: trained + tested }, (_, i) => ({
		features: numbers(i, 40),
		frames: matrixFromRows(
			Array.from({ length: 30 + (i % 7) }, (_, t) => numbers(i, 39).map((v) => v + (t % 2) * 3)),
		),
	})).slice(0, count);
	const x = matrixFromRows(all.map(({ features }) => features));
	const emotions = all.map((_, i) => labels[i % 2] as (typeof labels)[number]);
	return {
		utterances: all.map((_, i) => ({ file: String(i), corpus: "X" }) as unknown as Utterance),
		emotions,
		speakers: all.map((_, i) => `X/${i < trained ? i % 3 : "tested"}`),
		audioHashes: all.map((_, i) => String(i)),
		versions: [x],
		heard: x,
		data: { x, y: Int32Array.from(emotions, (e) => labels.indexOf(e)), labels },
		tested: all.map(() => false),
		weights: new Float32Array(count).fill(1),
		frames: all.map(({ frames }) => frames),
	};
}

const plain = {
	id: "test",
	description: "test",
	corpora: ["x"],
	labels: [...labels],
	features: "s1-mfcc40@1",
	clamp: 2,
	classifiers: [{ kind: "lda", priors: "equal" }],
	members: 1,
	protocol: { split: "speaker-independent", folds: "speakers" },
	selection: "fixed-beforehand",
	seed: 1,
};
const embedding = {
	features: "cepstra@1",
	components: 4,
	dimensions: 6,
	classifiers: [{ kind: "plda" }, { kind: "lda", priors: "equal" }],
	share: 0.4,
};

async function writtenModel(recipe: Recipe, name: string, predictions: readonly StoredPrediction[]) {
	const result = madeResult(recipe);
	const file = join(folder, `${name}.onnx`);
	await writeModel(
		recipe,
		{ file, name: `${name}@1`, licence: "none" },
		"none",
		clips(trained),
		{ result, parts: [], predictions },
		context,
	);
	return loadModel(new Uint8Array(readFileSync(file)));
}

describe("writeModel", () => {
	it.each([
		["features", {}],
		["selected features", { select: { kind: "mrmr", count: 5 } }],
		["features and i-vectors", { embedding }],
		["the same by several members", { embedding, members: 3, blend: [1] }],
	])("writes a file that says what a fold trained on the same clips says: %s", async (name, more) => {
		const recipe = parseRecipe({ ...plain, ...more }, "test");
		const all = clips(trained + tested);
		const fold = {
			name: "tested",
			train: Int32Array.from({ length: trained }, (_, i) => i),
			test: Int32Array.from({ length: tested }, (_, i) => trained + i),
		};
		const { predictions } = await evaluateFold(recipe, all, fold, { what: "fold" }, context);
		const model = await writtenModel(recipe, name.replaceAll(" ", "-"), predictions);
		expect(model.metadata.frames?.id).toBe("embedding" in more ? "cepstra@1" : undefined);
		for (const [r, { scores }] of predictions.entries()) {
			const features = takeRows(all.data.x, Int32Array.of(trained + r));
			const frames = model.frames === null ? null : (all.frames?.[trained + r] as Matrix);
			const said = await model.predict(features, frames);
			expect(row(said, 0)).toBeCloseToArray(
				scores.filter((_, c) => c < 2),
				{ rtol: 0, atol: 2e-4 },
			);
		}
		await model.release();
	});

	it("gives the same with vectors in place of the frames they are made of", async () => {
		const recipe = parseRecipe({ ...plain, embedding }, "test");
		const all = clips(trained + tested);
		const fold = {
			name: "tested",
			train: Int32Array.from({ length: trained }, (_, i) => i),
			test: Int32Array.from({ length: tested }, (_, i) => trained + i),
		};
		const { predictions } = await evaluateFold(recipe, all, fold, { what: "fold" }, context);
		await (await writtenModel(recipe, "vectors", predictions)).release();
		const bytes = new Uint8Array(readFileSync(join(folder, "vectors.onnx")));
		const whole = await createSession(bytes);
		const cut = await createSession(writeOnnx(afterVector(readOnnx(bytes).graph)));
		const x = takeRows(all.data.x, fold.test);
		const vectors: number[] = [];
		const expected: number[] = [];
		for (const [r, i] of fold.test.entries()) {
			const { rows, columns, data } = (all.frames as readonly Matrix[])[i] as Matrix;
			const said = await whole.run({
				features: float32Tensor(Float32Array.from(row(x, r)), [1, x.columns]),
				frames: float32Tensor(Float32Array.from(data), [1, rows, columns]),
			});
			vectors.push(...float32Data(said.vector, "vector"));
			expected.push(...float32Data(said.probabilities, "probabilities"));
		}
		const { probabilities } = await cut.run({
			features: float32Tensor(Float32Array.from(x.data), [x.rows, x.columns]),
			vector: float32Tensor(Float32Array.from(vectors), [x.rows, 6]),
		});
		expect(float32Data(probabilities, "probabilities")).toBeCloseToArray(expected, { rtol: 0, atol: 1e-5 });
		await whole.release();
		await cut.release();
	});
});
