/** The facial action units of FACS that are estimated here, in their order there, with what moves. */
export const actionUnits = {
	1: "inner brows raised",
	2: "outer brows raised",
	4: "brows lowered",
	5: "upper lids raised",
	6: "cheeks raised",
	7: "lids tightened",
	9: "nose wrinkled",
	10: "upper lip raised",
	12: "lip corners pulled up",
	14: "lip corners tightened",
	15: "lip corners pulled down",
	17: "chin raised",
	20: "lips stretched",
	23: "lips tightened",
	24: "lips pressed",
	25: "lips parted",
	26: "jaw dropped",
	43: "eyes closed",
} as const;

/** The number of a unit, as FACS counts them. 43 (closed) also stands for 45 (a blink is a short one). */
export type ActionUnit = keyof typeof actionUnits;

/** {@link ActionUnit}s in ascending order. */
export const actionUnitNumbers: readonly ActionUnit[] = Object.keys(actionUnits).map(
	(number) => Number(number) as ActionUnit,
);

/** Intensity of each unit that is shown, in [0, 1]. */
export type ActionUnits = Readonly<Partial<Record<ActionUnit, number>>>;
