import { type ActionUnit, type ActionUnits, actionUnitNumbers, actionUnits } from "./action-units.ts";

/** Units under this intensity are not worth a word. */
const least = 0.3;

/** Pairs that are said as one where both are there. */
const together: readonly (readonly [ActionUnit, ActionUnit, string])[] = [
	[1, 2, "brows raised"],
	[25, 26, "mouth open"],
];

/**
 * The units that are there in words, in the order of FACS: "brows raised, lips parted".
 *
 * @param from - Least intensity that is said.
 * @returns Empty where nothing is.
 *
 * @example
 * unitWords({ 1: 0.7, 2: 0.5, 25: 0.4 }) // => "brows raised, lips parted"
 */
export function unitWords(units: ActionUnits, from = least): string {
	const there = new Set(actionUnitNumbers.filter((unit) => (units[unit] ?? 0) >= from));
	const words: string[] = [];
	for (const unit of actionUnitNumbers) {
		if (!there.has(unit)) continue;
		const pair = together.find(([first, second]) => first === unit && there.has(second));
		if (pair !== undefined) there.delete(pair[1]);
		words.push(pair === undefined ? actionUnits[unit] : pair[2]);
	}
	return words.join(", ");
}
