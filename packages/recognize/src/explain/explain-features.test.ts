import { createRandom, zeros } from "@undertone/core";
import { getFeatureSet } from "@undertone/speech";
import { describe, expect, it } from "vitest";
import { loadModel } from "../model/load-model.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { deviationWords } from "./deviation-words.ts";
import { explainFeatures, familyOf } from "./explain-features.ts";
import { occlude } from "./occlusion.ts";

const random = createRandom(3);
const names = Array.from({ length: 40 }, (_, i) => `mfcc${i}_mean`);
const weights = Object.fromEntries(names.map((name) => [name, 0.4 * random.normal()]));
const model = await loadModel(
	linearModelFile({ features: "s1-mfcc40@1", labels: ["neutral", "angry"], weights: { angry: weights } }),
);
const features = { ...zeros(1, 40), data: Float32Array.from({ length: 40 }, () => random.normal()) };

async function logit(data: Float32Array): Promise<number> {
	const scores = (await model.predict({ rows: 1, columns: 40, data })).data;
	return Math.log((scores[1] as number) / (scores[0] as number));
}

describe("explainFeatures", () => {
	it("gives the exact contributions of a linear model of two classes", async () => {
		const effects = await explainFeatures(model, features, { label: "angry", most: 40 });
		for (const { name, effect, value } of effects)
			expect(effect).toBeCloseTo((weights[name] as number) * value, 4);
	});

	it("is faithful: removing what it names first changes the score more than removing any others", async () => {
		const effects = await explainFeatures(model, features, { label: "angry", most: 40 });
		const whole = await logit(features.data);
		const without = async (count: number, from: readonly string[]): Promise<number> => {
			const data = features.data.slice();
			for (const name of from.slice(0, count)) data[names.indexOf(name)] = 0;
			return logit(data);
		};
		const forIt = effects.filter(({ effect }) => effect > 0).map(({ name }) => name);
		for (const count of [1, 3, 5]) {
			const drop = whole - (await without(count, forIt));
			for (let trial = 0; trial < 20; trial++) {
				expect(drop).toBeGreaterThanOrEqual(whole - (await without(count, random.shuffle(names))) - 1e-5);
			}
		}
	});

	it("leaves out features that are undefined in the clip", async () => {
		const data = features.data.with(0, Number.NaN);
		const effects = await explainFeatures(
			model,
			{ rows: 1, columns: 40, data },
			{ label: "angry", most: 40 },
		);
		expect(effects.some(({ name }) => name === "mfcc0_mean")).toBe(false);
		expect(effects.length).toBeGreaterThan(30);
	});
});

describe("explainFeatures by family", () => {
	const set = "prosody@1";
	const three = ["neutral", "happy", "angry"] as const;
	const rough = createRandom(5);
	const columns = getFeatureSet(set).features.map(({ name }) => name);
	const draw = () => Object.fromEntries(columns.map((name) => [name, 0.3 * rough.normal()]));
	const file = linearModelFile({
		features: set,
		labels: three,
		weights: { neutral: draw(), happy: draw(), angry: draw() },
	});
	const clip = { rows: 1, columns: columns.length, data: Float32Array.from(columns, () => rough.normal()) };
	const families = [...new Set(columns.map(familyOf))];

	it("adds up: the effects of all contours are the score against that of the mean, with three classes too", async () => {
		const linear = await loadModel(file);
		const effects = await explainFeatures(linear, clip, { label: "happy", most: 1000, by: "family" });
		const [all = 0] = await occlude(linear, { features: clip }, "happy", [columns.map((_, j) => j)]);
		expect(effects.reduce((sum, { effect }) => sum + effect, 0)).toBeCloseTo(all, 3);
		const singles = await explainFeatures(linear, clip, { label: "happy", most: 1000 });
		for (const { name, effect } of effects) {
			const own = singles.filter((one) => familyOf(one.name) === familyOf(name));
			expect(effect).toBeCloseTo(
				own.reduce((sum, one) => sum + one.effect, 0),
				3,
			);
			// The one that stands for them did most in that direction.
			const best = Math.max(...own.map((one) => one.effect * Math.sign(effect)));
			expect(own.find((one) => one.name === name)?.effect).toBeCloseTo(best * Math.sign(effect), 4);
		}
	});

	it("is faithful: removing the contours it names lowers the probability more than removing others", async () => {
		const linear = await loadModel(file);
		const label = "happy";
		const effects = await explainFeatures(linear, clip, { label, most: 1000, by: "family" });
		const forIt = effects.filter(({ effect }) => effect > 0).map(({ name }) => familyOf(name));
		const without = async (gone: readonly string[]): Promise<number> => {
			const data = clip.data.map((value, j) => (gone.includes(familyOf(columns[j] as string)) ? 0 : value));
			return (await linear.predict({ ...clip, data })).data[three.indexOf(label)] as number;
		};
		for (const count of [1, 3]) {
			const named = await without(forIt.slice(0, count));
			let lower = 0;
			for (let trial = 0; trial < 40; trial++) {
				if ((await without(rough.shuffle([...families]).slice(0, count))) < named - 1e-6) lower++;
			}
			expect(lower).toBeLessThanOrEqual(2);
		}
	});
});

describe("deviationWords", () => {
	const pitch = { description: "Mean pitch.", unit: "Hz", value: 251.3, usual: 184 };

	it("says how far and which way, with numbers", () => {
		expect(deviationWords({ ...pitch, deviation: 2.2 })).toBe(
			"Mean pitch is much higher than usual (251 Hz; usual 184 Hz).",
		);
		expect(deviationWords({ ...pitch, deviation: -0.5 })).toMatch(/is a little lower than usual/);
		expect(deviationWords({ ...pitch, deviation: 0.1 })).toMatch(/is about as usual/);
		expect(deviationWords({ ...pitch, unit: "1", deviation: 1 })).toMatch(
			/higher than usual \(251; usual 184\)/,
		);
	});
});
