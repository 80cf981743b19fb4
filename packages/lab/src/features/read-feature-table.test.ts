import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getFeatureSet } from "@undertone/speech";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFeatureTable } from "./read-feature-table.ts";

const set = "s1-mfcc40@1";
const names = getFeatureSet(set).features.map(({ name }) => name);

let folder = "";
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "feature-table-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function table(columns: readonly string[], row: readonly (string | number)[]): Promise<string> {
	const path = join(folder, "table.csv");
	await writeFile(path, `${columns.join()}\n${row.join()}\n`);
	return path;
}

describe("readFeatureTable", () => {
	it("takes the columns of the set by their names, in the set's order, an empty cell as undefined", async () => {
		const columns = ["file", "corpus", "speaker", "emotion", "extra", ...names.toReversed()];
		const values = names.map((_, i) => (i === 0 ? "" : i));
		const path = await table(columns, ["a.wav", "X", "01", "angry", 7, ...values]);
		const { utterances, x } = await readFeatureTable(path, set);
		expect(utterances[0]).toMatchObject({ file: "a.wav", speaker: "01", emotion: "angry", sex: "unknown" });
		expect(x.data[0]).toBe(39);
		expect(x.data[38]).toBe(1);
		expect(x.data[39]).toBeNaN();
	});

	it("refuses a table that lacks columns, has no rows, or a label that is none", async () => {
		const lacking = await table(["file", "corpus", "speaker", "emotion"], ["a", "X", "1", "sad"]);
		await expect(readFeatureTable(lacking, set)).rejects.toThrow(/it lacks 40 columns, such as mfcc0_mean/);
		await writeFile(lacking, "file,corpus\n");
		await expect(readFeatureTable(lacking, set)).rejects.toThrow(/it has no rows/);
		const columns = ["file", "corpus", "speaker", "emotion", ...names];
		const labelled = await table(columns, ["a", "X", "1", "hungry", ...names.map(() => 0)]);
		await expect(readFeatureTable(labelled, set)).rejects.toThrow(/emotion of a is "hungry"/);
		await writeFile(lacking, "PAR1 and then bytes");
		await expect(readFeatureTable(lacking, set)).rejects.toThrow(
			/must be a CSV, and is Parquet\. Write the table with/,
		);
		await expect(readFeatureTable(join(folder, "none.csv"), set)).rejects.toThrow(/There must be a table/);
	});
});
