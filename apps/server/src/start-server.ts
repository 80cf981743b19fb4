import type { AddressInfo } from "node:net";
import { UndertoneError } from "@undertone/core";
import { createServer } from "./app.ts";
import type { ServerConfiguration } from "./config.ts";
import { lockDataFolder } from "./data-folder/lock.ts";

/** A server that answers. */
export interface RunningServer {
	/** Where a browser reaches it. */
	readonly url: string;
	/** Ends requests in progress, closes the database and gives the data folder back. */
	close(): Promise<void>;
}

/**
 * Takes the data folder, opens the database and listens.
 *
 * @throws {UndertoneError} `data-folder-locked` if another process holds the folder; `usage` if the address is
 *   taken or not this machine's.
 */
export async function startServer(config: ServerConfiguration): Promise<RunningServer> {
	// Several servers may share a PostgreSQL database and the folder of recordings beside it.
	const release = config.databaseUrl === undefined ? lockDataFolder(config.home) : () => undefined;
	try {
		const app = await createServer(config);
		try {
			await app.listen({ host: config.host, port: config.port });
		} catch (error) {
			await app.close();
			throw explain(error, config);
		}
		const { port } = app.server.address() as AddressInfo;
		const host = config.host.includes(":") ? `[${config.host}]` : config.host;
		return {
			url: config.publicUrl ?? `${config.tls === undefined ? "http" : "https"}://${host}:${port}`,
			close: async () => {
				await app.close();
				release();
			},
		};
	} catch (error) {
		release();
		throw error;
	}
}

function explain(error: unknown, { host, port }: ServerConfiguration): unknown {
	const { code } = error as NodeJS.ErrnoException;
	const why = {
		EADDRINUSE: "is in use by another program",
		EACCES: "is not free for this user",
		EADDRNOTAVAIL: "is not an address of this machine",
	}[code ?? ""];
	if (why === undefined) return error;
	return new UndertoneError(
		"usage",
		`${host}:${port} ${why}. Choose another with UNDERTONE_HOST and UNDERTONE_PORT.`,
		{ cause: error },
	);
}
