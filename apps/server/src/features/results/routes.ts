import type { ResultDetail } from "@undertone/api";
import { readPredictions, readResult, readResults } from "@undertone/lab/results";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "../../http/api-error.ts";
import { resultTables } from "./result-tables.ts";

const idParameter = z.object({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/) });

/** The stored figures, and what is computed from the predictions behind them. */
export function addResultsRoutes(app: FastifyInstance, folder: string): void {
	const details = new Map<string, { readonly date: string; readonly detail: ResultDetail }>();

	app.get("/api/v1/results", async () => ({ results: await readResults(folder) }));

	app.get("/api/v1/results/:id", async (request): Promise<ResultDetail> => {
		const parsed = idParameter.safeParse(request.params);
		const id = parsed.success ? parsed.data.id : "";
		const known = (await readResults(folder)).find((result) => result.id === id);
		if (known === undefined) throw new ApiError("not-found", "There is no such stored result.");
		const kept = details.get(id);
		if (kept?.date === known.date) return kept.detail;
		const result = await readResult(folder, id);
		const tables = resultTables(result, await readPredictions(folder, id));
		const detail = { result, tables } as unknown as ResultDetail;
		details.set(id, { date: known.date, detail });
		return detail;
	});
}
