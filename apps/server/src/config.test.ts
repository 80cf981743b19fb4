import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endpoints } from "@undertone/api";
import { describe, expect, it } from "vitest";
import { readConfiguration, settingsOfServer } from "./config.ts";
import { startTestServer } from "./testing/test-server.ts";

describe("readConfiguration", () => {
	it("listens to this machine only, on PGlite in the user's data folder, unless told otherwise", () => {
		const config = readConfiguration({ XDG_DATA_HOME: "/data" });
		expect(config).toMatchObject({
			host: "127.0.0.1",
			port: 4173,
			databaseUrl: undefined,
			tls: undefined,
			ffmpeg: undefined,
			registration: "open",
			keepRecordings: "ask",
		});
		if (process.platform === "linux") expect(config.home).toBe(join("/data", "undertone"));
	});

	it("takes an empty variable for none", () => {
		expect(readConfiguration({ UNDERTONE_PORT: "", UNDERTONE_PURPOSE: "" }).port).toBe(4173);
	});

	it.each([
		[{ UNDERTONE_PORT: "eighty" }, /^UNDERTONE_PORT: .*got "eighty"\. See docs\/configuration\.md\.$/],
		[{ UNDERTONE_PURPOSE: "hiring" }, /^UNDERTONE_PURPOSE: .*"own-voice".*got "hiring"/],
		[{ UNDERTONE_TLS_CERT: "a.pem" }, /must be given together/],
		[
			{ DATABASE_URL: "mysql://anna:secret@host/x" },
			/^DATABASE_URL: must begin with postgres:\/\/, got another value/,
		],
		[{ UNDERTONE_SECRET: "short" }, /must have at least 32 characters, got another value/],
	])("says what is wrong with %o", (environment, message) => {
		expect(() => readConfiguration(environment as Record<string, string>)).toThrow(message);
	});
});

describe("docs/configuration.md", () => {
	it("lists every setting with its default and meaning, and no other", () => {
		const page = readFileSync(join(import.meta.dirname, "../../../docs/configuration.md"), "utf8");
		const [, server = ""] = page.split("\n## ");
		const rows = server.split("\n").filter((line) => line.startsWith("| `"));
		expect(rows).toEqual(
			settingsOfServer.map(
				({ variable, fallback, description }) => `| \`${variable}\` | ${fallback} | ${description} |`,
			),
		);
	});
});

describe("the server's routes", () => {
	it("are those of the table of endpoints", async () => {
		const server = await startTestServer({ web: "/nowhere" });
		const missing = endpoints.filter(({ method, path }) => !server.app.hasRoute({ method, url: path }));
		expect(missing).toEqual([]);
		const lines = server.app.printRoutes({ commonPrefix: false }).split("\n");
		const count = lines
			// The root of the tree answers with the studio's page or 404.
			.filter((line) => !line.startsWith("└── / "))
			.flatMap((line) => /\((.+)\)$/.exec(line)?.[1]?.split(", ") ?? [])
			.filter((method) => method !== "HEAD" && method !== "OPTIONS").length;
		expect(count).toBe(endpoints.length);
		await server.close();
	});
});
