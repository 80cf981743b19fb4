import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sevenEmotions } from "@undertone/core";
import { parseCsv } from "@undertone/corpora";
import { accuracy, uar } from "@undertone/learn";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../../../results/damaged");
const read = (name: string): Record<string, string>[] =>
	parseCsv(readFileSync(join(folder, name), "utf8")) as Record<string, string>[];

describe.skipIf(!existsSync(join(folder, "table.csv")))(
	"results/damaged (skipped where it is absent)",
	() => {
		it("gives every figure of the table from the stored predictions", () => {
			expect(read("labels.csv").map(({ label }) => label)).toEqual([...sevenEmotions]);
			const table = read("table.csv");
			const models = [...new Set(table.map(({ model }) => model))];
			for (const [m, name] of ["shipped.csv", "mlp.csv"].entries()) {
				const clips = read(name);
				const y = Int32Array.from(clips, ({ actual }) => Number(actual));
				const own = table.filter(({ model }) => model === models[m]);
				const columns = Object.keys(clips[0] ?? {}).slice(2);
				expect(columns).toHaveLength(own.reduce((sum, { draws }) => sum + Number(draws), 0));
				for (const row of own) {
					expect(Number(row.n)).toBe(clips.length);
					const runs = columns
						.filter((column) => column.startsWith(`${row.harm} ${row.level} #`))
						.map((column) => Int32Array.from(clips, (clip) => Number(clip[column])));
					expect(runs).toHaveLength(Number(row.draws));
					const uars = runs.map((run) => uar(y, run, sevenEmotions.length));
					const mean = (values: readonly number[]): number =>
						values.reduce((sum, value) => sum + value, 0) / values.length;
					// The table has four digits.
					expect(mean(uars)).toBeCloseTo(Number(row.uar), 3);
					expect(Math.min(...uars)).toBeCloseTo(Number(row.uar_least), 3);
					expect(Math.max(...uars)).toBeCloseTo(Number(row.uar_greatest), 3);
					expect(mean(runs.map((run) => accuracy(y, run)))).toBeCloseTo(Number(row.accuracy), 3);
				}
			}
		});
	},
);
