/**
 * Round numbers that enclose a range, at most seven of them.
 *
 * @param low - At least one tick is not above it.
 * @param high - At least one tick is not below it.
 */
export function axisTicks(low: number, high: number): number[] {
	const step = [1, 2, 5, 10, 20, 25, 50, 100].find(
		(size) => Math.ceil(high / size) - Math.floor(low / size) <= 6,
	);
	const size = step ?? 100;
	const from = Math.floor(low / size);
	const count = Math.max(1, Math.ceil(high / size) - from);
	return Array.from({ length: count + 1 }, (_, i) => size * (from + i));
}

/** With one decimal and a true minus: `4.1`, `−0.3`, `0.0`. */
export function minus(points: number): string {
	return signed(points).replace("+", "");
}

/** Points with one decimal and their sign: `+4.1`, `−0.3`, `0.0`. */
export function signed(points: number): string {
	const text = Math.abs(points).toFixed(1);
	if (text === "0.0") return text;
	return `${points < 0 ? "−" : "+"}${text}`;
}
