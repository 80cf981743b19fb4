import { describe, expect, it } from "vitest";
import { type Tally, tallyFigures } from "./tally.ts";

describe("tallyFigures", () => {
	it("weighs classes alike and draws as they came, by hand", () => {
		// Neutral 6 of 8 with a profile, angry 1 of 2: (0.75 + 0.5) / 2. Without: 4 of 8 and 2 of 2.
		const tallies: Tally[] = [
			{ file: "1", speaker: "a", actual: "neutral", scored: 5, right: 5, rightWithout: 1 },
			{ file: "2", speaker: "b", actual: "neutral", scored: 3, right: 1, rightWithout: 3 },
			{ file: "3", speaker: "b", actual: "angry", scored: 2, right: 1, rightWithout: 2 },
		];
		const { uar, without, difference } = tallyFigures(tallies);
		expect(uar.value).toBeCloseTo(0.625, 12);
		expect(without).toBeCloseTo(0.75, 12);
		expect(difference.value).toBeCloseTo(-0.125, 12);
	});
});
