import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A running server that can be killed. */
export interface ServerProcess {
	readonly url: string;
	readonly child: ChildProcess;
	/** Ends it with a signal and waits until it is gone. */
	end(signal: NodeJS.Signals): Promise<void>;
}

/** @throws {Error} With what the server printed, if it does not start. */
export async function startServerProcess(environment: Record<string, string>): Promise<ServerProcess> {
	const child = spawn(process.execPath, [fileURLToPath(new URL("./serve.ts", import.meta.url))], {
		env: { ...process.env, UNDERTONE_PORT: "0", UNDERTONE_LOG: "silent", ...environment },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let errors = "";
	child.stderr.on("data", (chunk) => {
		errors += String(chunk);
	});
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
		child.once("exit", () => reject(new Error(errors)));
	});
	return {
		url,
		child,
		end: async (signal) => {
			const gone = once(child, "exit");
			child.kill(signal);
			await gone;
		},
	};
}
