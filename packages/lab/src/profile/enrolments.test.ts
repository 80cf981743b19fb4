import type { Emotion } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { enrolments } from "./enrolments.ts";

const emotions = Array.from(
	{ length: 40 },
	(_, i): Emotion => (["neutral", "happy", "angry", "sad"] as const)[i % 4] ?? "sad",
);
const rows = Array.from({ length: 40 }, (_, i) => i);
const draw = (name: string) => enrolments(rows, emotions, { seed: 1, name });

describe("enrolments", () => {
	it("score no clip that was listened to, and the same clips for every k of any and neutral clips", () => {
		const all = draw("a/0");
		for (const { enrolled, scored } of all) {
			expect(enrolled.filter((row) => scored.includes(row))).toEqual([]);
		}
		const curve = all.filter(({ way }) => !way.endsWith("only"));
		expect(curve.map(({ way, k }) => `${way} ${k}`)).toEqual([
			...[1, 2, 3, 5, 10, 20].map((k) => `any clips ${k}`),
			...[1, 2, 3].map((k) => `neutral clips ${k}`),
		]);
		for (const { scored, enrolled, k } of curve) {
			expect(scored).toEqual(curve[0]?.scored);
			expect(enrolled).toHaveLength(k);
		}
		expect(curve.at(-1)?.enrolled.map((row) => emotions[row])).toEqual(["neutral", "neutral", "neutral"]);
	});

	it("of one emotion hold no other, and leave one of it to be scored", () => {
		const one = draw("a/0").filter(({ way }) => way.endsWith("only"));
		expect(one.map(({ way }) => way)).toEqual(
			["angry", "happy", "neutral", "sad"].map((e) => `${e} clips only`),
		);
		for (const { way, enrolled, scored } of one) {
			expect(enrolled).toHaveLength(5);
			expect(new Set(enrolled.map((row) => `${emotions[row]} clips only`))).toEqual(new Set([way]));
			expect(scored).toHaveLength(35);
		}
	});

	it("are the same for the same name and others for another", () => {
		expect(draw("a/0")).toEqual(draw("a/0"));
		expect(draw("a/1")).not.toEqual(draw("a/0"));
	});
});
