import { createRandom, type Random } from "@undertone/core";

/** What a setting may be: one of a list, or a number in [low, high], drawn evenly or evenly in its logarithm. */
export type SettingRange =
	| readonly (string | number | boolean | null)[]
	| { readonly low: number; readonly high: number; readonly logarithmic?: boolean; readonly whole?: boolean };

/** Settings by name. */
export type Settings = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Draws settings at random, the same for the same seed.
 *
 * @throws {RangeError} If a list is empty, or a range is none.
 * @see Bergstra & Bengio (2012), Random search for hyper-parameter optimization, Journal of Machine Learning
 *   Research 13
 */
export function drawSettings(
	space: Readonly<Record<string, SettingRange>>,
	count: number,
	{ seed }: { readonly seed: number },
): Settings[] {
	for (const [name, range] of Object.entries(space)) checkRange(name, range);
	const random = createRandom(seed).fork("search");
	return Array.from({ length: count }, () =>
		Object.fromEntries(Object.entries(space).map(([name, range]) => [name, draw(range, random)])),
	);
}

function isList(range: SettingRange): range is readonly (string | number | boolean | null)[] {
	return Array.isArray(range);
}

function draw(range: SettingRange, random: Random): string | number | boolean | null {
	if (isList(range)) return range[random.integer(range.length)] ?? null;
	const { low, high, logarithmic = false, whole = false } = range;
	const u = random.next();
	// Whole numbers get equal stretches, the ends included.
	const [from, to] = whole ? [low - 0.5, high + 0.5] : [low, high];
	const value = logarithmic ? low * (high / low) ** u : from + (to - from) * u;
	return whole ? Math.min(high, Math.max(low, Math.round(value))) : value;
}

function checkRange(name: string, range: SettingRange): void {
	const ok = isList(range)
		? range.length > 0
		: range.low <= range.high && (!range.logarithmic || range.low > 0);
	if (!ok) {
		throw new RangeError(
			`drawSettings: "${name}" must be a list of choices or a range low ≤ high (positive if logarithmic), got ` +
				`${JSON.stringify(range)}.`,
		);
	}
}
