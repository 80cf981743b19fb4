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
 * Names that end in an index (`mfcc[0]`, `mfcc[1]`, …) become one list; of frames, one list a frame.
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
	for (const [name, columns] of groups(names)) {
		const single = columns.length === 1 && names[columns[0] as number] === name;
		const rowOf = (r: number): Value[] => columns.map((c) => at(r, c));
		if (frames) {
			const all = Array.from({ length: rows }, (_, r) => r);
			features[name] = single ? all.map((r) => at(r, columns[0] as number)) : all.map(rowOf);
		} else features[name] = single ? at(0, columns[0] as number) : rowOf(0);
	}
	const hop = frames && set.hopLength !== null ? { hopLength: set.hopLength } : {};
	return { file, sampleRate: set.sampleRate, duration, ...hop, features };
}

/** Columns by the name without index, in order. */
function groups(names: readonly string[]): Map<string, number[]> {
	const found = new Map<string, number[]>();
	for (const [column, name] of names.entries()) {
		const base = /^(.+)\[\d+\]$/.exec(name)?.[1] ?? name;
		const columns = found.get(base);
		if (columns === undefined) found.set(base, [column]);
		else columns.push(column);
	}
	return found;
}
