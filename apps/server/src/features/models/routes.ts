import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { ApiError } from "../../http/api-error.ts";
import type { InstalledModel } from "./service.ts";

/** The model with its card: the page runs the same file as the server. */
export function addModelsRoutes(app: FastifyInstance, installed: InstalledModel): void {
	app.get("/api/v1/models", async () => {
		const model = await installed.describe();
		return { models: model === null ? [] : [model] };
	});

	app.get("/models/speech.onnx", async (request, reply) => {
		const model = await installed.describe();
		if (model === null) throw new ApiError("not-found", "No model is installed on this server.");
		const tag = `"${model.sha256}"`;
		reply.header("etag", tag).header("cache-control", "no-cache");
		if (request.headers["if-none-match"] === tag) return reply.status(304).send();
		return reply
			.type("application/octet-stream")
			.header("content-length", model.size)
			.send(createReadStream(installed.path));
	});

	app.get("/models/speech.md", async (_, reply) => {
		const { card } = installed;
		if (card === null) throw new ApiError("not-found", "The model has no card.");
		return reply.type("text/markdown; charset=utf-8").send(await readFile(card, "utf8"));
	});
}
