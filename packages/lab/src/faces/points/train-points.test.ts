import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import { type MadePicture, writeFer2013 } from "@undertone/corpora/testing";
import { toGrey } from "@undertone/face";
import { drawFaces } from "@undertone/face/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../../experiments/experiment.ts";
import { readPredictions } from "../../results/read-results.ts";
import { readCurves } from "../../results/store-curves.ts";
import { pointRecipeSchema } from "./point-recipe.ts";
import { trainPoints } from "./train-points.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-points-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const side = 48;
const random = createRandom(2);

/** A drawn face that looks ahead; the mouth of a surprised one stands open by 3 cm. */
function drawn(usage: string, emotion: "neutral" | "surprised"): MadePicture {
	const either = (most: number): number => most * (2 * random.next() - 1);
	const { data } = drawFaces(side, side, [
		{
			x: 24 + either(1),
			y: 23 + either(1),
			scale: 2.5 + either(0.2),
			move: (_, x, y) => [0, emotion === "surprised" && y < -4.4 && Math.abs(x) < 4 ? -3 : 0],
		},
	]);
	const { data: pixels } = toGrey(data, side, side);
	return { usage, emotion, pixels: Uint8Array.from(pixels) };
}
const part = (usage: string, count: number): MadePicture[] =>
	Array.from({ length: count }, (_, i) => drawn(usage, i % 2 === 0 ? "neutral" : "surprised"));
const black: MadePicture = { usage: "PublicTest", emotion: "neutral", pixels: new Uint8Array(side * side) };
const test = [...part("PublicTest", 8), black];
const copy = { ...(test[0] as MadePicture), usage: "Training" };

const context: ExperimentContext = {
	data: folder,
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => {},
	progress: () => {},
};
const recipe = (changes: object) =>
	pointRecipeSchema.parse({
		task: "face-points",
		id: "mouths",
		description: "Open and closed mouths.",
		corpus: "fer2013",
		trainOn: ["Training"],
		testOn: "PublicTest",
		labels: ["neutral", "surprised"],
		input: "points",
		every: [1, 1],
		frames: 1,
		classifier: { kind: "mlp", hidden: [8], epochs: 60, learningRate: 0.01 },
		selection: "fixed-beforehand",
		seed: 1,
		...changes,
	});

describe("trainPoints", () => {
	beforeAll(() => writeFer2013(folder, [...part("Training", 24), copy, ...test]));

	it("tells drawn mouths apart by the points of the mesh, and counts a picture without a mesh", async () => {
		const { notes, n } = await trainPoints(recipe({}), "undertone train mouths.json", context);
		// The copy of a test picture is left out.
		expect(notes?.[0]).toMatch(/^Trained on \d+ of 24 pictures/);
		expect(notes?.[0]).toContain("Of 9 pictures of PublicTest it can be laid on 8");
		expect(n).toBe(9);
		const rows = (await readPredictions(context.results, "mouths")).slice(0, 8);
		expect(rows.filter(({ actual, predicted }) => actual === predicted).length).toBeGreaterThanOrEqual(7);
		expect(readdirSync(join(context.cache, "face-points"))).toHaveLength(2);
		const [curve] = await readCurves(context.results, "mouths");
		expect(curve).toHaveLength(60);
	});

	it("takes frames one by one and averages the answers, or a sequence at once", async () => {
		for (const changes of [
			{ id: "frames-mean", over: "mean" },
			{ id: "frames-gru", classifier: { kind: "recurrent", cell: "gru", units: 4, epochs: 2 } },
		]) {
			const { features, n } = await trainPoints(recipe({ frames: 2, ...changes }), "test", context);
			expect(features).toBe("136 points of the mesh without head pose, 2 frames");
			expect(n).toBe(9);
			for (const { scores } of await readPredictions(context.results, changes.id)) {
				// Rounded to four digits.
				expect(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1)).toBeLessThan(3e-4);
			}
		}
	});
});
