import { UndertoneError } from "@undertone/core";
import { type ActionUnit, type ActionUnits, actionUnitNumbers } from "./action-units.ts";

/** How a person's face is when it shows nothing: what units are measured from. */
export interface NeutralFace {
	readonly format: 1;
	/** How many frames it is the median of. */
	readonly frames: number;
	/** Which estimator the units are of: a neutral face taken with one does not fit another. */
	readonly estimator: string;
	readonly units: ActionUnits;
}

/**
 * A neutral face from frames in which a person looks at the camera and shows nothing: the median of every unit, which
 * a blink or a short smile does not move.
 *
 * @param frames - Raw intensities, at least one.
 * @throws {RangeError} If there is no frame.
 */
export function neutralFace(frames: readonly ActionUnits[], estimator: string): NeutralFace {
	if (frames.length === 0) throw new RangeError("neutralFace: there must be at least one frame, got none.");
	const units: Partial<Record<ActionUnit, number>> = {};
	for (const unit of actionUnitNumbers) {
		const values = frames.flatMap((frame) => frame[unit] ?? []).sort((a, b) => a - b);
		if (values.length === 0) continue;
		const middle = (values.length - 1) / 2;
		units[unit] = ((values[Math.floor(middle)] as number) + (values[Math.ceil(middle)] as number)) / 2;
	}
	return { format: 1, frames: frames.length, estimator, units };
}

/**
 * Units measured from a person's neutral face: 0 where they are as in it or less, 1 where they are full.
 */
export function relativeToNeutral(units: ActionUnits, neutral: NeutralFace): ActionUnits {
	const relative: Partial<Record<ActionUnit, number>> = {};
	for (const unit of actionUnitNumbers) {
		const value = units[unit];
		if (value === undefined) continue;
		const zero = Math.min(0.95, neutral.units[unit] ?? 0);
		relative[unit] = Math.max(0, Math.min(1, (value - zero) / (1 - zero)));
	}
	return relative;
}

/**
 * Reads a neutral face from JSON.
 *
 * @throws {UndertoneError} `file-unreadable` if it is none.
 */
export function parseNeutralFace(json: string): NeutralFace {
	try {
		const data = JSON.parse(json) as NeutralFace;
		const numbers = Object.values(data.units);
		if (
			data.format === 1 &&
			typeof data.estimator === "string" &&
			Number.isInteger(data.frames) &&
			numbers.every((value) => typeof value === "number" && value >= 0 && value <= 1)
		) {
			return data;
		}
	} catch {
		// Falls through to the refusal.
	}
	throw new UndertoneError(
		"file-unreadable",
		"parseNeutralFace: the text must be a neutral face of format 1 with units in [0, 1]. Take it again.",
	);
}
