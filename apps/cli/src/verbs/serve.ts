import { UndertoneError } from "@undertone/core";
import { serverEnvironment } from "../server/server-environment.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "start the studio and its HTTP interface",
	usage: "serve [options]",
	options: {
		host: {
			type: "string",
			value: "HOST",
			description: "where to listen; by default 127.0.0.1, this machine only",
		},
		port: { type: "string", value: "PORT", description: "by default 4173; 0 takes a free one" },
		home: { type: "string", value: "DIR", description: "the folder of accounts, history and recordings" },
		model: { type: "string", value: "FILE", description: "the model; by default models/speech.onnx" },
		"tls-cert": { type: "string", value: "FILE", description: "certificate for HTTPS, with --tls-key" },
		"tls-key": { type: "string", value: "FILE", description: "its key" },
	},
	examples: [
		"undertone serve",
		"undertone serve --port 8080 --home ./studio-data",
		"undertone serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem",
	],
	notes: [
		"A browser gives a page the microphone only on this machine or over HTTPS. All settings: docs/configuration.md.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		if (positionals.length > 0) {
			throw new UndertoneError("usage", `serve: takes options only, got "${positionals[0]}".`);
		}
		// Loaded here, so that help and mistakes need not wait for it.
		const { readConfiguration, startServer } = await import("@undertone/server");
		const server = await startServer(readConfiguration(serverEnvironment(options, environment)));
		terminal.print(`Undertone is at ${terminal.style("bold", server.url)} (Ctrl-C ends it)`);
		await new Promise<void>((resolve) => {
			if (signal.aborted) resolve();
			signal.addEventListener("abort", () => resolve(), { once: true });
		});
		await server.close();
		return 0;
	},
});
