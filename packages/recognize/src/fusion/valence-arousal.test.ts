import { emotions } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { labelCoordinates, valenceArousal } from "./valence-arousal.ts";

describe("valenceArousal", () => {
	it("puts a sure label at its published place", () => {
		expect(valenceArousal({ angry: 1 })).toEqual({ valence: -0.51, arousal: 0.59 });
		expect(valenceArousal({ neutral: 1 })).toEqual({ valence: 0, arousal: 0 });
	});

	it("goes half the way for half the score", () => {
		const { valence, arousal } = valenceArousal({ happy: 0.5, neutral: 0.5 });
		expect(valence).toBeCloseTo(0.405, 12);
		expect(arousal).toBeCloseTo(0.255, 12);
	});

	it("stays at the origin without scores", () => {
		expect(valenceArousal({})).toEqual({ valence: 0, arousal: 0 });
	});

	it("has a place for every label", () => {
		expect(Object.keys(labelCoordinates)).toEqual([...emotions]);
	});
});
