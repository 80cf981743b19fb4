import type { FeatureSet } from "@undertone/speech";

/** A number, or null where it is undefined: JSON has no NaN. */
type Value = number | null;

/** What `--json` prints of one file. */
export interface FeatureRecord {
	readonly file: string;
	/** Hz: the rate the features were computed at. */
	readonly sampleRate: number;
	/** Seconds. */
	readonly duration: number;
	/** Samples from one frame to the next; only where features have frames. */
	readonly hopLength?: number;
	/** A value a clip, a list a contour or vector, a list of frames a matrix. */
	readonly features: Readonly<Record<string, Value | Value[] | Value[][]>>;
}

/**
 * One file's features as JSON says them.
 *
 * Features that stand one after another and count from 0 (`logmel0`, `logmel1`, …; `mfcc40_0`, `mfcc40_1`, …) become one
 * list under the name without the number (`logmel`, `mfcc40`); of frames, one list a frame.
 *
 * @param names - Of all columns, in order.
 * @param values - Shape `[rows, names]`.
 */
export function toRecord(
	file: string,
	duration: number,
	set: Pick<FeatureSet, "sampleRate" | "hopLength" | "kind">,
	names: readonly string[],
	values: Float32Array,
): FeatureRecord {
	const rows = names.length === 0 ? 0 : values.length / names.length;
	const at = (r: number, c: number): Value => {
		const value = values[r * names.length + c] as number;
		return Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
	};
	const frames = set.kind === "frames";
	const features: Record<string, Value | Value[] | Value[][]> = {};
	const all = Array.from({ length: rows }, (_, r) => r);
	for (const { name, first, count } of groups(names)) {
		const of = (r: number): Value | Value[] =>
			count === 1 ? at(r, first) : Array.from({ length: count }, (_, i) => at(r, first + i));
		features[name] = frames ? (all.map(of) as Value[] | Value[][]) : of(0);
	}
	const hop = frames && set.hopLength !== null ? { hopLength: set.hopLength } : {};
	return { file, sampleRate: set.sampleRate, duration, ...hop, features };
}

/** Columns that belong to one name: `count` of them, from column `first` on. */
interface Group {
	readonly name: string;
	readonly first: number;
	readonly count: number;
}

/** What counts from 0 is one group, anything else stands by itself. */
function groups(names: readonly string[]): Group[] {
	const found: Group[] = [];
	for (let first = 0; first < names.length; first += found.at(-1)?.count ?? 1) {
		const name = names[first] as string;
		const base = name.replace(/0$/, "");
		let count = 1;
		while (base !== name && names[first + count] === `${base}${count}`) count++;
		found.push({ name: count === 1 ? name : base.replace(/_$/, ""), first, count });
	}
	return found;
}
