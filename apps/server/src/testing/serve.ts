/** A server in a process of its own, for tests that kill it; configured by the environment. */
import { readConfiguration } from "../config.ts";
import { startServer } from "../start-server.ts";

try {
	const { url, close } = await startServer(readConfiguration(process.env));
	process.on("SIGTERM", () => void close().then(() => process.exit(0)));
	process.stdout.write(`${url}\n`);
} catch (error) {
	process.stderr.write(error instanceof Error ? error.message : String(error));
	process.exitCode = 2;
}
