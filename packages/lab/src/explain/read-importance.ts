import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";

/** The family of what an `embedding` hears, as a whole. */
export const iVectors = "i-vectors";

/** A line of `importance.csv`: decrease of the UAR with its 95 % interval. */
export interface StoredImportance {
	/** A contour such as `f0`, or {@link iVectors}. */
	readonly family: string;
	/** How many features it has, or dimensions. */
	readonly features: number;
	readonly decrease: number;
	readonly low: number;
	readonly high: number;
}

/** What was stored of a result, the greatest loss first, or nothing; lines that hold no numbers are left out. */
export async function readImportance(folder: string, id: string): Promise<StoredImportance[]> {
	const text = await readFile(join(folder, id, "importance.csv"), "utf8").catch(() => "");
	return parseCsv(text)
		.map((row) => ({
			family: row.family ?? "",
			features: number(row.features),
			decrease: number(row.decrease),
			low: number(row.low),
			high: number(row.high),
		}))
		.filter(({ features, decrease, low, high }) => Number.isFinite(features + decrease + low + high));
}

function number(text = ""): number {
	return text.trim() === "" ? Number.NaN : Number(text);
}
