import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keepWeights, readKeptWeights } from "./kept-weights.ts";

const fit = {
	// Half precision holds all of them but a third.
	weights: { weights: Float32Array.of(0.5, -2, 1 / 3), running: Float32Array.of(1024) },
	bestEpoch: 3,
	curves: [{ epoch: 1, epochs: 1, loss: 1, accuracy: 0.5, seconds: 2, secondsLeft: 0 }],
	trained: 9,
	validated: 2,
	leftOut: 1,
	seconds: 2,
};

it("gives back what was kept, in half precision, of the same training alone", async () => {
	const path = join(await mkdtemp(join(tmpdir(), "undertone-")), "kept/net.weights");
	expect(await readKeptWeights(path, "key")).toBeUndefined();
	await keepWeights(path, "key", fit);
	expect(await readKeptWeights(path, "key")).toEqual({
		...fit,
		weights: { weights: Float32Array.of(0.5, -2, 0.333251953125), running: Float32Array.of(1024) },
	});
	expect(await readKeptWeights(path, "another")).toBeUndefined();
	const bytes = await readFile(path);
	for (const damaged of [bytes.subarray(0, -1), bytes.subarray(0, 2), bytes.subarray(0, 20)]) {
		await writeFile(path, damaged);
		await expect(readKeptWeights(path, "key")).rejects.toThrow(/is damaged\. Delete it to train anew/u);
	}
});
