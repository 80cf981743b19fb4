import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Settings } from "@undertone/api";
import type { FastifyInstance } from "fastify";
import { WebSocketServer } from "ws";
import type { Users } from "../../auth/require-user.ts";
import type { ServerConfiguration } from "../../config.ts";
import { ApiError } from "../../http/api-error.ts";
import { checkHost, checkOrigin } from "../../http/security.ts";
import { holdStream } from "./hold-stream.ts";
import { createStreamEngine } from "./stream-engine.ts";

/** What the stream works with. */
export interface StreamDependencies {
	readonly config: ServerConfiguration;
	readonly users: Users;
	readonly settingsOf: (userId: string) => Promise<Settings>;
}

const path = "/api/v1/stream";

/** Connections that may be open at once; each user may have two. */
const mostConnections = 32;

/** Sound in, events out, for programs and pages: `/api/v1/stream`. */
export function addStreamRoutes(app: FastifyInstance, dependencies: StreamDependencies): void {
	const { config, users } = dependencies;
	const engine = createStreamEngine(config.model);
	const sockets = new WebSocketServer({ noServer: true, maxPayload: 512_000, perMessageDeflate: false });
	const streamsOf = new Map<string, number>();

	app.get(path, async () => {
		throw new ApiError("invalid-request", "This address takes a WebSocket.");
	});

	const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
		const host = request.headers.host ?? "";
		const scheme = config.tls === undefined ? "http" : "https";
		const own = new URL(config.publicUrl ?? `${scheme}://${host}`);
		checkHost(new URL(`${scheme}://${host}`).hostname, config);
		checkOrigin(request.headers, own.origin);
		if (sockets.clients.size >= mostConnections) throw new ApiError("busy");
		// A cookie counts only with the Origin that proves a page of this server; a program sends a token.
		const bearer = request.headers.authorization !== undefined;
		const known = bearer || request.headers.origin !== undefined;
		const user = known ? await users.require(request).catch(allowLater(bearer)) : undefined;
		sockets.handleUpgrade(request, socket, head, (opened) => {
			holdStream(opened, { ...dependencies, engine, streamsOf, user });
		});
	};
	app.server.on("upgrade", (request, socket, head) => {
		if (request.url?.split("?")[0] !== path) {
			socket.destroy();
			return;
		}
		socket.on("error", () => socket.destroy());
		upgrade(request, socket, head).catch((error: unknown) => {
			const code = error instanceof ApiError ? error.code : "internal";
			const status = { "not-logged-in": "401 Unauthorized", busy: "503 Service Unavailable" }[code as string];
			socket.end(`HTTP/1.1 ${status ?? "403 Forbidden"}\r\nconnection: close\r\n\r\n`);
		});
	});
	app.addHook("preClose", async () => {
		for (const client of sockets.clients) client.close(1001, "The server stops.");
	});
	app.addHook("onClose", async () => {
		for (const client of sockets.clients) client.terminate();
		sockets.close();
		await engine.close();
	});
}

/** Without a token in the header the first message may bring one. */
function allowLater(bearer: boolean): (error: unknown) => undefined {
	return (error) => {
		if (bearer) throw error;
		return undefined;
	};
}
