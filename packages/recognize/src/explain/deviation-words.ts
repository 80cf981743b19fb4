/** A feature's value beside its usual one. */
export interface Deviation {
	readonly description: string;
	readonly unit: string;
	readonly value: number;
	readonly usual: number;
	/** Standard deviations. */
	readonly deviation: number;
}

/**
 * A deviation in words and numbers.
 *
 * @example
 * deviationWords({ description: "Mean pitch", unit: "Hz", value: 251, usual: 184, deviation: 2.2 })
 * // => "Mean pitch is much higher than usual (251 Hz; usual 184 Hz)."
 */
export function deviationWords({ description, unit, value, usual, deviation }: Deviation): string {
	const name = description.replace(/\.$/, "");
	const size = Math.abs(deviation);
	const direction = deviation > 0 ? "higher" : "lower";
	const words =
		size < 0.3
			? "about as usual"
			: `${size < 0.8 ? "a little " : size < 1.6 ? "" : "much "}${direction} than usual`;
	return `${name} is ${words} (${withUnit(value, unit)}; usual ${withUnit(usual, unit)}).`;
}

/** Three significant digits, and the unit where there is one. */
function withUnit(value: number, unit: string): string {
	const number = Number(value.toPrecision(3));
	return unit === "" || unit === "1" ? String(number) : `${number} ${unit}`;
}
