import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { loadModel } from "../model/load-model.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { loudHighs } from "../testing/loud-highs.ts";
import { applyProfile, profileRefusal, speakerUsual } from "./apply-profile.ts";
import { addToProfile, emptyProfile, parseProfile, type SpeakerProfile } from "./speaker-profile.ts";

const model = await loadModel(
	linearModelFile({ features: "s1-mfcc40@1", mean: () => 10, deviation: () => 2 }),
);
const width = model.metadata.features.names.length;
const labels = ["neutral", "happy", "angry"] as const;
const mixed = { neutral: 0.4, happy: 0.3, angry: 0.3 };

/** Clips that sound of one emotion after the other, each surely. */
function heard(clips: readonly Float64Array[], kind: SpeakerProfile["kind"] = "any"): SpeakerProfile {
	return clips.reduce(
		(profile, clip, i) =>
			addToProfile(profile, clip, {
				...{ neutral: 0, happy: 0, angry: 0 },
				[labels[i % 3] as string]: 1,
			}),
		emptyProfile(model, kind),
	);
}

function clips(count: number, mean: number, deviation: number): Float64Array[] {
	const random = createRandom(7);
	return Array.from({ length: count }, () =>
		Float64Array.from({ length: width }, () => mean + deviation * random.normal()),
	);
}

describe("a speaker profile", () => {
	it("holds mean and squared differences as two passes over the clips give them", () => {
		const all = clips(9, 3, 2);
		const profile = heard(all);
		const values = all.map((clip) => clip[5] as number);
		const mean = values.reduce((sum, value) => sum + value, 0) / 9;
		expect(profile.mean[5]).toBeCloseTo(mean, 10);
		expect(profile.squares[5]).toBeCloseTo(
			values.reduce((sum, value) => sum + (value - mean) ** 2, 0),
			10,
		);
		expect(profile.heard.happy).toBeCloseTo(1 / 3, 12);
		expect(profile.doubt).toBe(0);
		expect(addToProfile(profile, all[0] as Float64Array, { happy: 0.5, angry: 0.5 }).doubt).toBeCloseTo(
			Math.LN2 / 10,
			12,
		);
	});

	it("does not count an undefined feature", () => {
		const [clip] = clips(1, 3, 2) as [Float64Array];
		const profile = addToProfile(heard([clip]), clip.with(0, Number.NaN), mixed);
		expect([profile.counts[0], profile.counts[1], profile.mean[0]]).toEqual([1, 2, clip[0]]);
	});

	it("comes back from its JSON, and refuses another model's and damaged ones", () => {
		const profile = heard(clips(3, 3, 2));
		expect(parseProfile(JSON.stringify(profile), model)).toEqual(profile);
		expect(() => parseProfile("{", model)).toThrow(/is not JSON/);
		expect(() => parseProfile("null", model)).toThrow(/must be of format 3 or 2, got undefined/);
		expect(() => parseProfile(JSON.stringify({ ...profile, features: "other@1" }), model)).toThrow(
			/must hold the features "s1-mfcc40@1", got "other@1"/,
		);
		expect(() => parseProfile(JSON.stringify({ ...profile, mean: [1] }), model)).toThrow(/40 features/);
		expect(() => parseProfile(JSON.stringify({ ...profile, heard: null }), model)).toThrow(/40 features/);
		expect(() => parseProfile(JSON.stringify({ ...profile, heard: { bored: 1 } }), model)).toThrow(
			/was made with another model: this one knows no "bored"/,
		);
	});

	it("names the model that heard it, and is refused by another one of the same features", async () => {
		const profile = heard(clips(3, 3, 2));
		const { name, sha256 } = model.metadata;
		expect(profile.model).toEqual({ name, sha256 });
		const retrained = await loadModel(
			linearModelFile({ features: "s1-mfcc40@1", description: { name: "linear-test@2" } }),
		);
		const sentence =
			`The speaker profile must be made with the model in use, "linear-test@2" (${retrained.metadata.sha256.slice(0, 8)}…), ` +
			`got one made with "linear-test@1" (${sha256.slice(0, 8)}…). Make it anew with this model.`;
		expect(() => parseProfile(JSON.stringify(profile), retrained)).toThrow(sentence);
		expect(profileRefusal(profile, retrained)).toBe(sentence);
		expect(profileRefusal(profile, model)).toBeNull();
		for (const by of [undefined, {}, { name, sha256: "short" }]) {
			expect(() => parseProfile(JSON.stringify({ ...profile, model: by }), model)).toThrow(
				/of format 3 must name its model and that file's SHA-256/,
			);
		}
	});

	it("of format 2, which named no model, is taken where its features and labels fit", () => {
		const { model: _, ...rest } = heard(clips(3, 3, 2));
		const old = { ...rest, format: 2 };
		expect(parseProfile(JSON.stringify(old), model)).toEqual({ ...rest, format: 3, model: null });
		expect(() => parseProfile(JSON.stringify({ ...old, features: "other@1" }), model)).toThrow(
			/must hold the features/,
		);
		expect(() => parseProfile(JSON.stringify({ ...old, heard: { bored: 1 } }), model)).toThrow(/no "bored"/);
	});

	it("is of models of functionals only", async () => {
		const frames = await loadModel(loudHighs());
		expect(() => parseProfile(JSON.stringify(heard(clips(3, 3, 2))), frames)).toThrow(
			/"frames-test@1" hears frames, of which nobody's usual is known\. Leave it out, or choose another model\.$/,
		);
	});

	it("changes nothing for somebody who sounds like everybody", () => {
		const profile = { ...heard(clips(5, 10, 0)), squares: Array(width).fill(5 * 4) };
		const usual = speakerUsual(profile, model.metadata);
		const data = Float32Array.from({ length: width }, (_, j) => j);
		expect(applyProfile({ rows: 1, columns: width, data }, usual, model.metadata).data).toBeCloseToArray(
			data,
			{
				rtol: 1e-5,
				atol: 1e-5,
			},
		);
	});

	it("comes to the person's own mean and deviation with many clips", () => {
		const profile = heard(clips(2000, 30, 5));
		const usual = speakerUsual(profile, model.metadata);
		expect(usual.mean[0]).toBeCloseTo(profile.mean[0] as number, 1);
		expect(usual.deviation[0]).toBeCloseTo(Math.sqrt((profile.squares[0] as number) / 2000), 1);
		// A value one own deviation above the own mean becomes one population deviation above the population's.
		const data = new Float32Array(width).fill((usual.mean[0] as number) + (usual.deviation[0] as number));
		expect(applyProfile({ rows: 1, columns: width, data }, usual, model.metadata).data[0]).toBeCloseTo(12, 4);
	});

	it("is drawn to the population with few clips", () => {
		const one = speakerUsual(heard([new Float64Array(width).fill(16)]), model.metadata);
		// One clip against the two that the population counts for.
		expect(one.mean[0]).toBeCloseTo(10 + 6 / 3, 10);
	});

	it("takes only the mean from a neutral reading", () => {
		const usual = speakerUsual(heard(clips(50, 30, 9), "neutral"), model.metadata);
		expect([...usual.deviation]).toEqual(Array(width).fill(2));
	});

	it("is drawn further to the population the more alike its clips sound", () => {
		// Each clip sounds of its emotion by so much, and of the two others by the same.
		const sounding = (own: number) => {
			const rest = (1 - own) / 2;
			const profile = clips(12, 16, 0).reduce(
				(known, clip, i) =>
					addToProfile(known, clip, {
						...{ neutral: rest, happy: rest, angry: rest },
						[labels[i % 3] as string]: own,
					}),
				emptyProfile(model),
			);
			return speakerUsual(profile, model.metadata).mean[0] as number;
		};
		// Twelve clips at 16 against the two at 10 that the population counts for.
		expect(sounding(1)).toBeCloseTo(10 + (6 * 12) / 14, 10);
		// Entropy ln 3 of all of them less ln 2, as a share of ln 3: 0.369, so (0.369 − 0.25) / 0.2 of their weight.
		const weight = 12 * ((1 - Math.LN2 / Math.log(3) - 0.25) / 0.2);
		const halved = clips(12, 16, 0).reduce(
			(known, clip, i) =>
				addToProfile(known, clip, {
					...{ neutral: 0.5, happy: 0.5, angry: 0.5 },
					[labels[i % 3] as string]: 0,
				}),
			emptyProfile(model),
		);
		expect(speakerUsual(halved, model.metadata).mean[0]).toBeCloseTo(10 + (6 * weight) / (weight + 2), 10);
		expect(sounding(0.5)).toBe(10);
	});

	it("is not used where the model is as unsure of every clip, for they sound alike too", () => {
		const unsure = clips(6, 3, 2).reduce(
			(profile, clip) => addToProfile(profile, clip, mixed),
			emptyProfile(model),
		);
		expect(profileRefusal(unsure)).toMatch(/all sounds alike \(mostly neutral, 40 %\)/);
	});

	it("of speech that sounds neutral counts as a neutral reading", () => {
		const calm = clips(4, 30, 9).reduce(
			(profile, clip) => addToProfile(profile, clip, { neutral: 0.7, angry: 0.3 }),
			emptyProfile(model),
		);
		expect(profileRefusal(calm)).toBeNull();
		expect([...speakerUsual(calm, model.metadata).deviation]).toEqual(Array(width).fill(2));
	});

	it("is not used when empty, of two clips, or of one emotion", () => {
		const angry = clips(5, 3, 2).reduce(
			(profile, clip) => addToProfile(profile, clip, { neutral: 0.1, happy: 0.1, angry: 0.8 }),
			emptyProfile(model),
		);
		expect(profileRefusal(emptyProfile(model))).toMatch(/no speech yet/);
		expect(profileRefusal(heard(clips(2, 3, 2)))).toMatch(/2 of the 3 clips/);
		expect(profileRefusal(angry)).toMatch(/all sounds alike \(mostly angry, 80 %\)/);
		expect(profileRefusal({ ...angry, kind: "neutral" })).toBeNull();
		expect(profileRefusal(heard(clips(3, 3, 2)))).toBeNull();
	});
});
