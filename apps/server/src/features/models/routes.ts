import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { ApiError } from "../../http/api-error.ts";
import type { InstalledModel } from "./service.ts";

/**
 * The speech model with its card, the same file for page and server; and the card of the face model, which stands in the
 * built page.
 *
 * @param faceCard - Path of the face model's card.
 */
export function addModelsRoutes(app: FastifyInstance, installed: InstalledModel, faceCard: string): void {
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

	app.get("/models/speech.md", async (_, reply) => sendCard(reply, installed.card));
	app.get("/models/face.md", async (_, reply) => sendCard(reply, faceCard));
}

async function sendCard(reply: FastifyReply, path: string | null): Promise<FastifyReply> {
	const text = path === null ? null : await readFile(path, "utf8").catch(() => null);
	if (text === null) throw new ApiError("not-found", "The model has no card.");
	return reply.type("text/markdown; charset=utf-8").header("cache-control", "no-cache").send(text);
}
