import { createRandom, type Random } from "@undertone/core";

/** Numbers in [low, high], drawn evenly or evenly in their logarithm. */
export interface NumberRange {
	readonly low: number;
	readonly high: number;
	readonly logarithmic?: boolean | undefined;
	readonly whole?: boolean | undefined;
}

/** What a setting may be: one of a list, or a number of a range. */
export type SettingRange<Value> = readonly Value[] | NumberRange;

/** Settings by name. */
export type Settings<Value> = Readonly<Record<string, Value | number>>;

/** Digits of a drawn number, so that what is printed is what was tried. */
const digits = 3;

/** Draws for one setting that is new, before the space counts as used up. */
const patience = 1000;

/**
 * Draws settings at random, no two alike, the same for the same seed. Numbers that need not be whole have three
 * significant digits.
 *
 * @throws {RangeError} If a list is empty, a range is none, or the space has fewer settings than are to be drawn.
 * @see Bergstra & Bengio (2012), Random search for hyper-parameter optimization, Journal of Machine Learning
 *   Research 13
 */
export function drawSettings<Value>(
	space: Readonly<Record<string, SettingRange<Value>>>,
	count: number,
	{ seed }: { readonly seed: number },
): Settings<Value>[] {
	for (const [name, range] of Object.entries(space)) checkRange(name, range);
	const random = createRandom(seed).fork("search");
	const drawn = new Map<string, Settings<Value>>();
	for (let missed = 0; drawn.size < count && missed < patience; ) {
		const settings = Object.fromEntries(
			Object.entries(space).map(([name, range]) => [name, draw(range, random)]),
		);
		const key = JSON.stringify(settings);
		missed = drawn.has(key) ? missed + 1 : 0;
		drawn.set(key, settings);
	}
	if (drawn.size < count) {
		throw new RangeError(
			`drawSettings: the space must have at least as many settings as are drawn, ${count}, but it has ${drawn.size}. Draw fewer, or widen it.`,
		);
	}
	return [...drawn.values()];
}

function isList<Value>(range: SettingRange<Value>): range is readonly Value[] {
	return Array.isArray(range);
}

function draw<Value>(range: SettingRange<Value>, random: Random): Value | number {
	if (isList(range)) return range[random.integer(range.length)] as Value;
	const { low, high, logarithmic = false, whole = false } = range;
	const u = random.next();
	// Whole numbers get equal stretches, the ends included.
	const [from, to] = whole ? [low - 0.5, high + 0.5] : [low, high];
	const value = logarithmic ? low * (high / low) ** u : from + (to - from) * u;
	const rounded = whole ? Math.round(value) : Number(value.toPrecision(digits));
	return Math.min(high, Math.max(low, rounded));
}

function checkRange(name: string, range: SettingRange<unknown>): void {
	const ok = isList(range)
		? range.length > 0
		: range.low <= range.high &&
			(!range.logarithmic || range.low > 0) &&
			(!range.whole || (Number.isInteger(range.low) && Number.isInteger(range.high)));
	if (!ok) {
		throw new RangeError(
			`drawSettings: "${name}" must be a list of choices or a range low ≤ high (positive if logarithmic, of whole ` +
				`numbers if whole), got ${JSON.stringify(range)}.`,
		);
	}
}
