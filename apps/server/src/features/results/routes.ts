import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Result as ApiResult, ListedResult, ResultDetail, Results, Studies } from "@undertone/api";
import type { Curve, Result } from "@undertone/lab/results";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "../../http/api-error.ts";
import { countColumn } from "./count-column.ts";

/** The reader of results, opened when it is first needed. */
const lab = () => import("@undertone/lab/results");
const tables = () => import("./result-tables.ts");

const idParameter = z.object({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/) });

interface Detail {
	readonly result: Result;
	readonly tables: ResultDetail["tables"];
	readonly importances: readonly ResultDetail["importances"][number][];
	readonly curves: readonly Curve[];
}

interface Known {
	/** Of what the tables were made from. */
	readonly version: string;
	readonly tables: ResultDetail["tables"];
}

/** The stored figures, and what is computed from the predictions behind them. */
export function addResultsRoutes(app: FastifyInstance, folder: string): void {
	const details = new Map<string, Known>();
	const majorities = new Map<string, number>();

	/** Of the stored predictions; kept, since they do not change without a new date. */
	const majorityOf = async ({ id, date }: Result): Promise<number> => {
		const key = `${id} ${date}`;
		const known = majorities.get(key);
		if (known !== undefined) return known;
		const text = await readFile(join(folder, id, "predictions.csv"), "utf8").catch(() => "");
		const majority = majorityShare(text);
		majorities.set(key, majority);
		return majority;
	};

	app.get("/api/v1/results", async (): Promise<Results> => {
		const { countOpenings, readResults } = await lab();
		const results: ListedResult[] = [];
		for (const result of await readResults(folder)) {
			results.push({ ...(result as ApiResult), majority: await majorityOf(result) });
		}
		return { results, openings: Object.fromEntries(await countOpenings(folder)) };
	});

	app.get("/api/v1/results/:id", async (request): Promise<Detail> => {
		const parsed = idParameter.safeParse(request.params);
		const id = parsed.success ? parsed.data.id : "";
		const { clipTableName, readClipTable, readCurves, readImportance, readPredictions, readResults } =
			await lab();
		const result = (await readResults(folder)).find((stored) => stored.id === id);
		if (result === undefined) {
			const isStudy =
				id !== "" && (await stat(join(folder, id, "table.csv")).catch(() => undefined))?.isFile();
			throw new ApiError(
				"not-found",
				isStudy
					? "This is a study, stored as a table: see /api/v1/studies."
					: "There is no such stored result.",
			);
		}
		const clips = join(folder, clipTableName);
		const version = `${result.date} ${(await stat(clips).catch(() => undefined))?.mtimeMs}`;
		const importances = await readImportance(folder, id);
		const curves = await readCurves(folder, id);
		const known = details.get(id);
		if (known?.version === version) return { result, tables: known.tables, importances, curves };
		const { resultTables } = await tables();
		const made = resultTables(result, await readPredictions(folder, id), await readClipTable(clips));
		details.set(id, { version, tables: made });
		return { result, tables: made, importances, curves };
	});

	app.get("/api/v1/studies", async (): Promise<Studies> => {
		const { readStudies } = await import("./read-studies.ts");
		return readStudies(folder);
	});
}

/** The share of the commonest `actual` in a table of predictions. */
function majorityShare(table: string): number {
	const counts = [...countColumn(table, "actual").values()];
	const total = counts.reduce((sum, count) => sum + count, 0);
	return Math.max(0, ...counts) / Math.max(1, total);
}
