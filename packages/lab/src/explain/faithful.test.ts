import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { createRandom } from "@undertone/core";
import { explainFeatures, loadModel } from "@undertone/recognize";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../../..");
const file = join(root, "models/speech.onnx");
const speech = join(root, "packages/audio/fixtures/speech-fixture.wav");

/** What a feature is a statistic of. */
const familyOf = (name: string): string => name.replace(/_[^_]*$/, "");

describe.skipIf(!existsSync(file))("explanations of the shipped model (skipped where it is absent)", () => {
	it("are faithful: removing what is named moves the score more than removing other contours", async () => {
		const model = await loadModel(new Uint8Array(readFileSync(file)));
		const { signal } = await decodeToMono(new Uint8Array(readFileSync(speech)));
		const clip = model.features.extract(signal);
		const frames = model.frames?.extract(signal) ?? null;
		const { labels, normalisation, features } = model.metadata;
		const { data } = await model.predict(clip, frames);
		const index = data.indexOf(Math.max(...data));
		const label = labels[index] ?? "neutral";
		const effects = await explainFeatures(model, clip, { label, frames, most: 1000, by: "family" });
		const named = effects.filter(({ effect }) => effect > 0).map(({ name }) => familyOf(name));
		const logOdds = async (gone: readonly string[]): Promise<number> => {
			const left = clip.data.map((value, j) =>
				gone.includes(familyOf(features.names[j] ?? "")) ? (normalisation.mean[j] as number) : value,
			);
			const p = (await model.predict({ ...clip, data: left }, frames)).data[index] as number;
			return Math.log(p / (1 - p));
		};
		const families = [...new Set(features.names.map(familyOf))];
		const random = createRandom(1);
		for (const count of [1, 3]) {
			const least = await logOdds(named.slice(0, count));
			for (let trial = 0; trial < 20; trial++) {
				const others = random.shuffle([...families]).slice(0, count);
				expect(await logOdds(others)).toBeGreaterThanOrEqual(least - 1e-4);
			}
		}
	});
});
