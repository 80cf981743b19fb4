import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";
import { readResult } from "./read-results.ts";

/** The figures that are stored under an id. */
export interface StoredFigures {
	readonly id: string;
	/** As its result describes it; a table does not say. */
	readonly classifier: string | undefined;
	/** Who makes it; a table does not say. */
	readonly command: string | undefined;
	/** When it was stored, in milliseconds. */
	readonly storedAt: number;
	/** In 0–1: UAR and accuracy of a result, the UAR of every line of a table. */
	readonly figures: ReadonlyMap<string, number>;
}

/** How far a figure that is made again may lie from the stored one, in 0–1, and why so far. */
export interface Tolerance {
	readonly most: number;
	readonly reason: string;
}

/** A stored figure beside the one that was made again. */
export interface Reproduction {
	readonly id: string;
	/** The figure that moved most. */
	readonly name: string;
	readonly stored: number;
	/** `undefined` if it was not made. */
	readonly made: number | undefined;
	readonly tolerance: Tolerance;
	readonly within: boolean;
}

/** All figures in a folder of results by id: those of `result.json`, and of studies that store a table. */
export async function readFigures(folder: string): Promise<Map<string, StoredFigures>> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	const found = await Promise.all(ids.sort().map((id) => figuresOf(folder, id)));
	return new Map(found.filter((one) => one !== undefined).map((one) => [one.id, one]));
}

async function figuresOf(folder: string, id: string): Promise<StoredFigures | undefined> {
	const result = await readResult(folder, id).catch(() => undefined);
	if (result !== undefined) {
		const { classifier, command, date, metrics } = result;
		const figures = ["uar", "accuracy"].flatMap((name) => {
			const value = metrics[name]?.value;
			return value === undefined ? [] : [[name, value] as const];
		});
		return { id, classifier, command, storedAt: Date.parse(date), figures: new Map(figures) };
	}
	const path = join(folder, id, "table.csv");
	const text = await readFile(path, "utf8").catch(() => undefined);
	if (text === undefined) return undefined;
	const figures = parseCsv(text).map(
		(row, r) => [`line ${r + 1} (${Object.values(row)[0] ?? ""})`, Number(row.uar)] as const,
	);
	const { mtimeMs } = await stat(path);
	return { id, classifier: undefined, command: undefined, storedAt: mtimeMs, figures: new Map(figures) };
}

const exact: Tolerance = {
	most: 0.005,
	reason: "nothing is left to chance, and the rounding of another processor tips a clip or two",
};

const ofNetworks: Tolerance = {
	most: 0.025,
	reason: "the rounding of another processor grows while a network learns, until it is as another seed",
};

/** How far a figure of a classifier, as results describe it, may move from one machine to the next. */
export function toleranceOf(classifier: string): Tolerance {
	return /\b(?:mlp|cnn|gru|lstm|recurrent|residual)\b/iu.test(classifier) ? ofNetworks : exact;
}

/** A stored figure beside the one that was made again: of all figures of the id, the one that moved most. */
export function compareReproduced(
	stored: StoredFigures,
	made: StoredFigures | undefined,
	tolerance: Tolerance,
): Reproduction {
	const moved = [...stored.figures].map(([name, value]) => {
		const again = made?.figures.get(name);
		return {
			name,
			value,
			again,
			by: again === undefined ? Number.POSITIVE_INFINITY : Math.abs(again - value),
		};
	});
	const [worst] = moved.sort((a, b) => b.by - a.by);
	if (worst === undefined) return { id: stored.id, name: "", stored: 0, made: 0, tolerance, within: true };
	const { name, value, again, by } = worst;
	return { id: stored.id, name, stored: value, made: again, tolerance, within: by <= tolerance.most };
}
