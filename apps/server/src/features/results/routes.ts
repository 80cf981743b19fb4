import type { ResultDetail } from "@undertone/api";
import type { Result } from "@undertone/lab";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "../../http/api-error.ts";

/** The reader of results, opened when it is first needed: the lab behind it is large. */
const lab = () => import("@undertone/lab");
const tables = () => import("./result-tables.ts");

const idParameter = z.object({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/) });

interface Detail {
	readonly result: Result;
	readonly tables: ResultDetail["tables"];
}

/** The stored figures, and what is computed from the predictions behind them. */
export function addResultsRoutes(app: FastifyInstance, folder: string): void {
	const details = new Map<string, Detail>();

	app.get("/api/v1/results", async () => ({ results: await (await lab()).readResults(folder) }));

	app.get("/api/v1/results/:id", async (request): Promise<Detail> => {
		const parsed = idParameter.safeParse(request.params);
		const id = parsed.success ? parsed.data.id : "";
		const { readPredictions, readResults } = await lab();
		const result = (await readResults(folder)).find((stored) => stored.id === id);
		if (result === undefined) throw new ApiError("not-found", "There is no such stored result.");
		const known = details.get(id);
		if (known?.result.date === result.date) return known;
		const { resultTables } = await tables();
		const detail = { result, tables: resultTables(result, await readPredictions(folder, id)) };
		details.set(id, detail);
		return detail;
	});
}
