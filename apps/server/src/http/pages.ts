import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import staticFiles from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { ApiError } from "./api-error.ts";

/** The built studio; every address that is neither a file nor of the interface is the page itself. */
export async function addPages(app: FastifyInstance, folder: string): Promise<void> {
	const sendPage = async (reply: FastifyReply): Promise<FastifyReply> => {
		const page = await readFile(join(folder, "index.html"), "utf8").catch(() => null);
		if (page === null)
			throw new ApiError("not-found", "The studio's page is not built. Start with: npm start.");
		return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
	};
	// The static files' own answer to a folder would be 403.
	app.get("/", async (_, reply) => sendPage(reply));
	if (existsSync(folder)) {
		await app.register(staticFiles, {
			root: folder,
			cacheControl: false,
			preCompressed: true,
			// index.html answers many addresses: the handler below sends it, for "/" too.
			index: false,
			setHeaders: (reply, path) => {
				const lasting = /[/\\]assets[/\\]/.test(path);
				reply.header("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
			},
		});
	}
	app.setNotFoundHandler(async (request, reply) => {
		const isPage =
			(request.method === "GET" || request.method === "HEAD") &&
			!/^\/(api|models|assets)\//.test(request.url);
		if (!isPage) throw new ApiError("not-found");
		return sendPage(reply);
	});
}
