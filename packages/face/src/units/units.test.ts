import { describe, expect, it } from "vitest";
import { readFaceModels } from "#face-models";
import { canonicalVertices } from "../geometry/canonical-face.ts";
import { actionUnitNumbers } from "./action-units.ts";
import { type Blendshapes, blendshapeNames } from "./blendshapes.ts";
import { createUnitEstimator } from "./create-unit-estimator.ts";
import { unitWords } from "./unit-words.ts";
import { unitBlendshapes, unitsOfBlendshapes } from "./units-of-blendshapes.ts";

const shapes = (given: Partial<Blendshapes>): Blendshapes =>
	({ ...Object.fromEntries(blendshapeNames.map((name) => [name, 0])), ...given }) as Blendshapes;

describe("unitsOfBlendshapes", () => {
	it("takes the mean of both sides", () => {
		expect(unitsOfBlendshapes(shapes({ mouthSmileLeft: 0.8, mouthSmileRight: 0.4 }))[12]).toBeCloseTo(
			0.6,
			12,
		);
	});

	it("parts the lips with the jaw, unless they are kept closed", () => {
		expect(unitsOfBlendshapes(shapes({ jawOpen: 0.6 }))[25]).toBeCloseTo(0.6, 12);
		expect(unitsOfBlendshapes(shapes({ jawOpen: 0.6, mouthClose: 0.6 }))[25]).toBe(0);
	});

	it("names only blendshapes that there are, and knows nothing of unit 23", () => {
		const named = Object.values(unitBlendshapes).flat();
		expect(named.filter((name) => !blendshapeNames.includes(name))).toEqual([]);
		expect(23 in unitsOfBlendshapes(shapes({}))).toBe(false);
	});
});

describe("unitWords", () => {
	it("says what is there, in order, and pairs as one", () => {
		expect(unitWords({ 1: 0.7, 2: 0.5, 25: 0.4 })).toBe("brows raised, lips parted");
		expect(unitWords({ 1: 0.7, 25: 0.4, 26: 0.9 })).toBe("inner brows raised, mouth open");
		expect(unitWords({ 12: 0.1 })).toBe("");
	});
});

describe("createUnitEstimator", () => {
	it("gives the units that agree with the blendshapes, in [0, 1], and hides the others", async () => {
		const estimator = await createUnitEstimator((await readFaceModels()).actionUnits);
		const { agreement, shownFrom, units } = estimator.metadata;
		expect(units.every((unit) => actionUnitNumbers.includes(unit))).toBe(true);
		expect(estimator.units).toEqual(units.filter((unit) => (agreement[unit] as number) >= shownFrom));
		const found = await estimator.estimate(canonicalVertices);
		expect(Object.keys(found).map(Number)).toEqual(estimator.units);
		expect(Object.values(found).every((value) => value >= 0 && value <= 1)).toBe(true);
		await estimator.release();
	});

	it("hears the mouth open and the brows rise on the canonical face", async () => {
		const estimator = await createUnitEstimator((await readFaceModels()).actionUnits);
		const moved = (points: readonly number[], by: number): Float32Array => {
			const changed = canonicalVertices.slice();
			for (const point of points) changed[3 * point + 1] = (changed[3 * point + 1] as number) + by;
			return changed;
		};
		const still = await estimator.estimate(canonicalVertices);
		// The lower lip, inner and outer, and the chin go down by a centimetre and a half.
		const lower = [14, 17, 84, 314, 87, 317, 178, 402, 181, 405, 88, 318, 91, 321, 152, 148, 377, 176, 400];
		const open = await estimator.estimate(moved(lower, -1.5));
		expect(open[26] as number).toBeGreaterThan((still[26] as number) + 0.1);
		// Both brows go up by half a centimetre.
		const brows = [
			70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 300, 293, 334, 296, 336, 276, 283, 282, 295, 285,
		];
		const raised = await estimator.estimate(moved(brows, 0.5));
		expect(raised[2] as number).toBeGreaterThan((still[2] as number) + 0.1);
		await estimator.release();
	});

	it("refuses another model", async () => {
		const { faceDetector } = await readFaceModels();
		await expect(createUnitEstimator(faceDetector)).rejects.toThrow();
	});
});
