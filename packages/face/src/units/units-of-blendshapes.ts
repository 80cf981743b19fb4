import type { ActionUnit } from "./action-units.ts";
import type { BlendshapeName, Blendshapes } from "./blendshapes.ts";

/**
 * The blendshapes whose mean stands for a unit; a unit that no blendshape carries has none.
 *
 * ARKit's shapes were modelled after FACS, but not one to one. 1: `browInnerUp` is of both sides. 17: the chin boss
 * pushes the lower lip up (`mouthShrugLower`). 24: `mouthPress`. 23 (tightened lips) has no shape of its own: the
 * lips of `mouthRoll` turn in, which is unit 28.
 *
 * @see Ekman, Friesen & Hager (2002), Facial Action Coding System; Apple's ARFaceAnchor.BlendShapeLocation
 */
export const unitBlendshapes: Readonly<Record<ActionUnit, readonly BlendshapeName[]>> = {
	1: ["browInnerUp"],
	2: ["browOuterUpLeft", "browOuterUpRight"],
	4: ["browDownLeft", "browDownRight"],
	5: ["eyeWideLeft", "eyeWideRight"],
	6: ["cheekSquintLeft", "cheekSquintRight"],
	7: ["eyeSquintLeft", "eyeSquintRight"],
	9: ["noseSneerLeft", "noseSneerRight"],
	10: ["mouthUpperUpLeft", "mouthUpperUpRight"],
	12: ["mouthSmileLeft", "mouthSmileRight"],
	14: ["mouthDimpleLeft", "mouthDimpleRight"],
	15: ["mouthFrownLeft", "mouthFrownRight"],
	17: ["mouthShrugLower"],
	20: ["mouthStretchLeft", "mouthStretchRight"],
	23: [],
	24: ["mouthPressLeft", "mouthPressRight"],
	25: [],
	26: ["jawOpen"],
	43: ["eyeBlinkLeft", "eyeBlinkRight"],
};

/**
 * Action units of blendshapes: the mean of those in {@link unitBlendshapes}; the lips are parted (25) as far as the
 * jaw, the upper or the lower lip opens them and they are not kept closed.
 */
export function unitsOfBlendshapes(shapes: Blendshapes): Partial<Record<ActionUnit, number>> {
	const units: Partial<Record<ActionUnit, number>> = {};
	for (const [number, names] of Object.entries(unitBlendshapes)) {
		if (names.length === 0) continue;
		units[Number(number) as ActionUnit] = mean(names.map((name) => shapes[name]));
	}
	const lower = mean([shapes.mouthLowerDownLeft, shapes.mouthLowerDownRight]);
	units[25] = Math.max(0, Math.max(shapes.jawOpen, units[10] ?? 0, lower) - shapes.mouthClose);
	return units;
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
