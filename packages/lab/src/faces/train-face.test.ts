import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import { type MadePicture, writeFer2013 } from "@undertone/corpora/testing";
import { createExpressionClassifier } from "@undertone/recognize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { resultIds, runRecipe } from "../experiments/run-recipe.ts";
import { readPredictions } from "../results/read-results.ts";
import { faceAverageSchema } from "./face-average-recipe.ts";
import { type FaceRecipe, faceRecipeSchema } from "./face-recipe.ts";
import { fitFace, learntBefore } from "./fit-face.ts";
import { trainFace } from "./train-face.ts";
import { trainFaceAverage } from "./train-face-average.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-face-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const side = 48;
const random = createRandom(1);

/** Stripes across for the neutral ones, upright for the happy ones; phase and noise make each another. */
function made(usage: string, emotion: "neutral" | "happy"): MadePicture {
	const phase = 8 * random.next();
	const pixels = Uint8Array.from({ length: side * side }, (_, i) => {
		const along = emotion === "happy" ? i % side : Math.floor(i / side);
		return 128 + 60 * Math.sin((2 * Math.PI * (along + phase)) / 8) + 12 * random.normal();
	});
	const votes = emotion === "happy" ? [1, 9] : [9, 1];
	return { usage, emotion, pixels, votes: [...votes, 0, 0, 0, 0, 0, 0, 0, 0] };
}

const part = (usage: string, count: number): MadePicture[] =>
	Array.from({ length: count }, (_, i) => made(usage, i % 2 === 0 ? "neutral" : "happy"));
const training = part("Training", 240);
const test = part("PublicTest", 20);
/** What was learnt by heart would be told again: these must be left out. */
const copies = test.slice(0, 3).map((picture) => ({ ...picture, usage: "Training" }));

const stripes = { filters: [4, 8], depth: 1, dropout: 0, votesWeight: 1 };
const recipe: FaceRecipe = faceRecipeSchema.parse({
	task: "face-expression",
	id: "stripes",
	description: "Stripes.",
	corpus: "fer2013",
	trainOn: ["Training"],
	testOn: "PublicTest",
	labels: ["neutral", "happy"],
	validationShare: 0.2,
	network: stripes,
	training: {
		epochs: 2,
		batchSize: 4,
		learningRate: 0.01,
		weightDecay: 0.01,
		labelSmoothing: 0.05,
		warmUp: 0.1,
		ema: 0.9,
	},
	selection: "fixed-beforehand",
	seed: 1,
	model: { file: join(folder, "stripes.onnx"), name: "stripes@1", licence: "none" },
});
const said: string[] = [];
const context: ExperimentContext = {
	data: folder,
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: (line) => said.push(line),
	progress: (_, __, note) => said.push(note ?? ""),
};

describe("trainFace", () => {
	beforeAll(async () => {
		await writeFer2013(folder, [...training, ...copies, ...test]);
		await trainFace(recipe, "undertone train stripes.json", context);
	});

	it("learns what tells the pictures apart, and leaves out copies of test pictures", async () => {
		const rows = await readPredictions(context.results, "stripes");
		expect(rows.map(({ actual }) => actual)).toEqual(test.map(({ emotion }) => emotion));
		const right = rows.filter(({ actual, predicted }) => actual === predicted).length;
		expect(right).toBeGreaterThanOrEqual(18);
		const { notes } = JSON.parse(await readFile(join(context.results, "stripes/result.json"), "utf8"));
		// 20 % of 240 pictures are held out.
		expect(notes[0]).toMatch(/^Trained on 192 pictures; .+ were chosen on 48 others/);
		expect(notes[1]).toBe("3 training pictures that also stand in PublicTest were left out.");
	});

	it("scores the second head by the majority of the votes", async () => {
		const rows = await readPredictions(context.results, "stripes-votes");
		expect(rows).toHaveLength(20);
		expect(rows.filter(({ actual, predicted }) => actual === predicted).length).toBeGreaterThanOrEqual(18);
		expect(rows[0]?.scores).toHaveLength(7);
	});

	it("writes one file that says the same as what is stored, with its card", async () => {
		const classifier = await createExpressionClassifier(
			new Uint8Array(await readFile(join(folder, "stripes.onnx"))),
		);
		expect(classifier.metadata).toMatchObject({ name: "stripes@1", labels: ["neutral", "happy"] });
		const rows = await readPredictions(context.results, "stripes");
		const images = test.map(({ pixels }) => ({ width: side, height: side, data: pixels }));
		const answers = await classifier.predict(images);
		await classifier.release();
		for (const [i, answer] of answers.entries()) {
			// Stored with four digits.
			expect(answer).toBeCloseToArray(rows[i]?.scores ?? [], { rtol: 0, atol: 1e-3 });
		}
		expect(await readFile(join(folder, "stripes.md"), "utf8")).toContain("# stripes@1");
	});

	it("goes on from the epochs that are in the cache, and then says the same", async () => {
		const before = await readPredictions(context.results, "stripes");
		expect(existsSync(join(context.cache, "runs"))).toBe(true);
		said.length = 0;
		await trainFace(recipe, "undertone train stripes.json", context);
		expect(said.filter((line) => line.startsWith("epoch"))).toEqual([]);
		expect(await readPredictions(context.results, "stripes")).toEqual(before);
	});
});

const { model: _, ...plain } = recipe;

describe("a recipe that starts where another ends", () => {
	const start = join(folder, "start.json");
	/** One pass that moves the weights by next to nothing: what is known after it was known before. */
	const onward = (id: string, more: Partial<FaceRecipe>): FaceRecipe => ({
		...plain,
		id,
		splitSeed: 1,
		training: { ...plain.training, epochs: 1, learningRate: 1e-9 },
		...more,
	});
	beforeAll(async () => {
		await writeFer2013(folder, [...training, ...copies, ...test]);
		await writeFile(start, JSON.stringify(plain));
	});

	it("knows from the first pass on what that one has learnt", async () => {
		const [on] = (await fitFace(onward("stripes-on", { start }), context)).curves;
		const [anew] = (await fitFace(onward("stripes-anew", {}), context)).curves;
		expect(on?.accuracy).toBeGreaterThan(0.9);
		// The loss of both heads.
		expect(on?.loss).toBeLessThan(0.6 * (anew?.loss ?? 0));
	});

	it("goes on with a MobileNet at another size of picture, from the weights that are kept", async () => {
		const mobile = { kind: "mobilenet", side: 32, blocks: 1, frozen: 0, dropout: 0, votesWeight: 1 } as const;
		const small = join(folder, "small.json");
		const weights = join(folder, "small.weights");
		const first: FaceRecipe = { ...plain, id: "small", splitSeed: 1, network: mobile, weights };
		await writeFile(small, JSON.stringify(first));
		await trainFace(first, "", context);
		expect(existsSync(weights)).toBe(true);
		// Neither is the first one in the cache now.
		const elsewhere = { ...context, cache: join(folder, "elsewhere") };
		const onto = (blocks: number) =>
			fitFace(
				onward("large", { start: small, network: { ...mobile, side: 48, frozen: 1, blocks } }),
				elsewhere,
			);
		const { curves } = await onto(1);
		const [anew] = (await fitFace(onward("large-anew", { network: { ...mobile, side: 48 } }), elsewhere))
			.curves;
		expect(curves[0]?.loss).toBeLessThan(anew?.loss ?? 0);
		await expect(onto(2)).rejects.toThrow(/must describe the same network/u);
		// What was kept, and what was trained from it, is of another training now.
		const before = readdirSync(join(elsewhere.cache, "runs")).length;
		await writeFile(small, JSON.stringify({ ...first, seed: 9 }));
		await onto(1);
		expect(readdirSync(join(elsewhere.cache, "runs"))).toHaveLength(before + 2);
	});

	it("knows what the published network had learnt from that all began with", async () => {
		const published = join(folder, "published.json");
		const learntFrom = ["passports", "paintings"];
		const source = { package: "p", version: "1.0.0", file: "f", sha256: "0".repeat(64), learntFrom };
		await writeFile(published, JSON.stringify({ ...plain, start: source }));
		await writeFile(join(folder, "between.json"), JSON.stringify({ ...plain, start: published }));
		const last = onward("last", { start: join(folder, "between.json") });
		expect(await learntBefore(last)).toEqual(learntFrom);
		expect(await learntBefore(recipe)).toEqual([]);
	});

	it("refuses to start from another network, or from one that learnt from what is held out", async () => {
		const narrow = onward("narrow", { start, network: { ...stripes, filters: [4, 6] } });
		await expect(trainFace(narrow, "", context)).rejects.toThrow(
			/must describe the same network .+ "stripes" .+ "narrow"/u,
		);
		await expect(trainFace(onward("other", { start, splitSeed: 5 }), "", context)).rejects.toThrow(
			/must hold out every picture that the recipe does: the same splitSeed/u,
		);
	});
});

describe("trainFaceAverage", () => {
	const second = {
		...plain,
		id: "stripes-second",
		seed: 2,
		splitSeed: 1,
		teacher: { recipes: [join(folder, "stripes.json")], votes: true, share: 0.5 },
	};
	const average = (networks: readonly string[], middles: readonly number[] = [44]) =>
		faceAverageSchema.parse({
			task: "face-average",
			id: "stripes-average",
			description: "Two networks that look at stripes in two ways.",
			networks: networks.map((name, i) => ({
				recipe: join(folder, `${name}.json`),
				ways: middles.map((middle) => [
					{ middle: 48, mirrored: i === 0 },
					{ middle, mirrored: true },
				]),
			})),
			labels: ["neutral", "happy"],
			storage: "int8",
			selection: "fixed-beforehand",
			seed: 1,
			model: { file: join(folder, "average.onnx"), name: "average@1", licence: "none" },
		});
	beforeAll(async () => {
		await writeFer2013(folder, [...training, ...copies, ...test]);
		const recipes = { stripes: plain, "stripes-second": second, other: { ...plain, seed: 3 } };
		for (const [name, one] of Object.entries(recipes)) {
			await writeFile(join(folder, `${name}.json`), JSON.stringify(one));
		}
	});

	it("writes one file of all networks that says the same as what is stored, with its card", async () => {
		const both = { ...average(["stripes", "stripes-second"]), liveNetworks: 1 };
		await trainFaceAverage(both, "undertone train average.json", context);
		const rows = await readPredictions(context.results, "stripes-average");
		const right = rows.filter(({ actual, predicted }) => actual === predicted).length;
		expect(right).toBeGreaterThanOrEqual(18);
		const classifier = await createExpressionClassifier(
			new Uint8Array(await readFile(join(folder, "average.onnx"))),
		);
		// Two looks of either network, of which a live camera's frames take those of the first.
		expect(classifier.metadata.input).toMatchObject({ views: 4, liveViews: 2 });
		const images = test.map(({ pixels }) => ({ width: side, height: side, data: pixels }));
		const answers = await classifier.predict(images);
		await classifier.release();
		for (const [i, answer] of answers.entries()) {
			expect(answer).toBeCloseToArray(rows[i]?.scores ?? [], { rtol: 0, atol: 1e-3 });
		}
		const card = await readFile(join(folder, "average.md"), "utf8");
		expect(card).toContain(
			"The networks see whole mirrored, middle 44 mirrored; whole, middle 44 mirrored. Weights are stored as int8.",
		);
		expect(card).toMatch(
			/A live camera's frames are looked at by the first network: by it alone [\d.]+ % of the 48 held-out pictures are named, and [\d.]+ % would be not sure \(all looks together; .+\)\./u,
		);
		expect(classifier.metadata.corpora).toEqual(["FER2013"]);
	});

	it("tells of large kernels that were rounded for training pictures, and of none where there is none", async () => {
		const wide = { ...second, teacher: undefined, network: { ...stripes, filters: [4, 64, 64] } };
		await writeFile(join(folder, "stripes-wide.json"), JSON.stringify(wide));
		const notes = async (names: readonly string[]): Promise<string> => {
			const kept = { ...average(names), storage: "fifths", roundedFor: 7 } as const;
			return ((await trainFaceAverage(kept, "undertone train average.json", context)).notes ?? []).join(" ");
		};
		expect(await notes(["stripes", "stripes-wide"])).toContain(
			"Weights are stored as fifths, large kernels rounded for 7 training pictures.",
		);
		expect(await notes(["stripes"])).toContain("Weights are stored as fifths.");
		expect(() => faceAverageSchema.parse({ ...average(["stripes"]), roundedFor: 7 })).toThrow(
			/goes with a storage of thirds, quarters or fifths alone/u,
		);
	});

	it("keeps the way of looking that names most of the held-out pictures, the first of equals, and tells of all", async () => {
		const { notes } = await trainFaceAverage(
			average(["stripes"], [48, 44]),
			"undertone train average.json",
			context,
		);
		const told = /^Held-out pictures named by every way tried: (.+): ([\d.]+) % \| (.+): ([\d.]+) %\.$/u.exec(
			notes?.find((note) => note.startsWith("Held-out")) ?? "",
		);
		const [, first, firstRight, second, secondRight] = told ?? [];
		expect([first, second]).toEqual(["whole mirrored, whole mirrored", "whole mirrored, middle 44 mirrored"]);
		const kept = Number(secondRight) > Number(firstRight) ? second : first;
		expect(notes).toContain(`The network sees ${kept}. Weights are stored as int8.`);
	});

	it("tells of the places from which a picture is looked at, and counts the looks from each", async () => {
		const moved = average(["stripes", "stripes-second"]);
		const [first, second] = moved.networks as [(typeof moved.networks)[0], (typeof moved.networks)[0]];
		const nine = { ...first, ways: [[{ middle: 48, mirrored: true, moved: 1 }]] };
		const { notes } = await trainFaceAverage(
			{ ...moved, networks: [nine, second], liveNetworks: 1 },
			"undertone train average.json",
			context,
		);
		expect(notes?.[2]).toMatch(
			/^The networks see whole mirrored from 9 places within 1 px; whole, middle 44 mirrored\. /u,
		);
		const classifier = await createExpressionClassifier(
			new Uint8Array(await readFile(join(folder, "average.onnx"))),
		);
		await classifier.release();
		expect(classifier.metadata.input).toMatchObject({ views: 11, liveViews: 9 });
	});

	it("learns from all pictures as another average chose, which kept some apart", async () => {
		const whole = { ...plain, validationShare: 0 };
		await writeFile(join(folder, "stripes-whole.json"), JSON.stringify(whole));
		const chooser = { ...average(["stripes"], [48, 44]), model: undefined };
		const chosenBy = join(folder, "chooser.json");
		await writeFile(chosenBy, JSON.stringify(chooser));
		const known = await trainFaceAverage(chooser, "undertone train chooser.json", context);
		const chosen = await sealed(average(["stripes"], [48, 44]));
		const own = { ...average(["stripes-whole"], [48, 44]), chosenBy };
		const result = await trainFaceAverage(own, "undertone train average.json", context);
		expect(result.notes?.[0]).toMatch(
			/^Trained on 240 pictures, none held out, .+\(2\)\. .+ those of stripes-average, trained in the same way on 192 of them .+ of the 48 it held out\.$/u,
		);
		// The same way of looking, and the same temperature and threshold.
		expect(result.notes?.[2]).toBe(known.notes?.[2]);
		expect(await sealed(own)).toEqual(chosen);
	});

	it("is chosen by nothing but the same average, whose networks hold pictures out", async () => {
		const whole = average(["stripes-whole"]);
		await expect(trainFaceAverage(whole, "", context)).rejects.toThrow(
			/must say in `chosenBy` by which average/u,
		);
		const chosenBy = join(folder, "chooser.json");
		await expect(trainFaceAverage({ ...average(["stripes"]), chosenBy }, "", context)).rejects.toThrow(
			/has networks with a validationShare of 0.2 and a `chosenBy`/u,
		);
		const like = { ...average(["stripes"]), model: undefined };
		const others = [
			{ ...like, storage: "float16" },
			{ ...like, storage: "fifths", roundedFor: 7 },
			average(["stripes"], [46]),
			average(["stripes-longer"]),
			average(["stripes-second"]),
			{ ...average(["stripes-whole"]), chosenBy },
			{ task: "face-average" },
			undefined,
		];
		const longer = { ...plain, training: { ...plain.training, epochs: 3 } };
		await writeFile(join(folder, "stripes-longer.json"), JSON.stringify(longer));
		const refused = () =>
			expect(trainFaceAverage({ ...whole, chosenBy }, "", context)).rejects.toThrow(
				/must name a recipe of the task "face-average" that says the same/u,
			);
		for (const other of others) {
			await rm(chosenBy, { force: true });
			if (other !== undefined) await writeFile(chosenBy, JSON.stringify(other));
			await refused();
		}
		await writeFile(chosenBy, "{");
		await refused();
	});

	it("is trained by its own recipe without figures, and gives the same whether its weights were kept or not", async () => {
		const weights = join(folder, "whole.weights");
		const whole = { ...plain, id: "stripes-whole", seed: 6, validationShare: 0, weights };
		const held = { ...plain, seed: 6 };
		await writeFile(join(folder, "stripes-whole.json"), JSON.stringify(whole));
		await writeFile(join(folder, "stripes-held.json"), JSON.stringify(held));
		const chosenBy = join(folder, "chooser.json");
		await writeFile(chosenBy, JSON.stringify({ ...average(["stripes-held"]), model: undefined }));
		const own = { ...average(["stripes-whole"]), chosenBy };
		const calibration = await sealed(own);
		const given = await readPredictions(context.results, "stripes-average");
		expect(existsSync(weights)).toBe(true);
		expect(await sealed(own)).toEqual(calibration);
		expect(await readPredictions(context.results, "stripes-average")).toEqual(given);
		expect(await runRecipe(whole, "", context)).toEqual([]);
		expect(resultIds(whole)).toEqual([]);
	});

	it("tells of a live camera what the average that chose has, and refuses a model of its own", async () => {
		await writeFile(join(folder, "stripes-whole.json"), JSON.stringify({ ...plain, validationShare: 0 }));
		const chosenBy = join(folder, "chooser.json");
		const chooser = { ...average(["stripes", "stripes"]), liveNetworks: 1, model: undefined };
		await writeFile(chosenBy, JSON.stringify(chooser));
		const own = { ...average(["stripes-whole", "stripes-whole"]), liveNetworks: 1, chosenBy };
		expect((await trainFaceAverage(own, "", context)).notes?.[3]).toMatch(
			/^A live camera's frames .+: by it alone, as stripes-average has it, [\d.]+ % of the 48 held-out/u,
		);
		expect(() => faceRecipeSchema.parse({ ...recipe, validationShare: 0 })).toThrow(
			/needs held-out pictures/u,
		);
	});

	it("refuses to let more networks look live than there are", () => {
		expect(() => faceAverageSchema.parse({ ...average(["stripes"]), liveNetworks: 2 })).toThrow(
			/must be at most the number of networks/u,
		);
	});

	/** What the file of an average says that was chosen for it. */
	async function sealed(recipe: ReturnType<typeof average>) {
		await trainFaceAverage(recipe, "undertone train average.json", context);
		const { metadata, release } = await createExpressionClassifier(
			new Uint8Array(await readFile(join(folder, "average.onnx"))),
		);
		await release();
		return metadata.calibration;
	}

	it("refuses networks that held out other pictures: their average would be judged by what one has learnt", async () => {
		await expect(
			trainFaceAverage(average(["stripes", "other"]), "undertone train average.json", context),
		).rejects.toThrow(/must agree in corpus, .+ splitSeed, .+"other|other\.json" does not/u);
	});
});
