import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfiguration } from "./config.ts";
import { startServer } from "./start-server.ts";

const home = mkdtempSync(join(tmpdir(), "undertone-start-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const environment = { UNDERTONE_HOME: home, UNDERTONE_PORT: "0", UNDERTONE_LOG: "silent" };

describe("startServer", () => {
	it("says so when the port is taken, and gives the data folder back", async () => {
		const first = await startServer(readConfiguration(environment));
		const port = new URL(first.url).port;
		const other = mkdtempSync(join(tmpdir(), "undertone-start-"));
		const config = readConfiguration({ ...environment, UNDERTONE_HOME: other, UNDERTONE_PORT: port });
		const sentence = `127.0.0.1:${port} is in use by another program. Choose another with UNDERTONE_HOST and UNDERTONE_PORT.`;
		await expect(startServer(config)).rejects.toThrow(sentence);
		await expect(startServer(config)).rejects.toThrow(sentence);
		await first.close();
		rmSync(other, { recursive: true, force: true });
	});

	it.skipIf(spawnSync("openssl", ["version"]).status !== 0)(
		"serves HTTPS with a certificate and key, and then marks its cookie secure (skipped without openssl)",
		async () => {
			const [key, cert] = [join(home, "key.pem"), join(home, "cert.pem")];
			const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
			const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
			spawnSync("openssl", [...made, ...subject, "-keyout", key, "-out", cert, "-days", "2"]);
			const config = readConfiguration({ ...environment, UNDERTONE_TLS_CERT: cert, UNDERTONE_TLS_KEY: key });
			const server = await startServer(config);
			expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
			const { port } = new URL(server.url);
			const answer = await new Promise<{ status: number | undefined; headers: Record<string, unknown> }>(
				(resolve, reject) => {
					const options = {
						host: "localhost",
						port,
						path: "/api/auth/sign-up/email",
						method: "POST",
						ca: readFileSync(cert),
						headers: { "content-type": "application/json", origin: `https://localhost:${port}` },
					};
					const sent = request(options, (response) => {
						response.resume();
						resolve({ status: response.statusCode, headers: response.headers });
					});
					sent.on("error", reject);
					sent.end(JSON.stringify({ email: "anna@example.org", password: "a long enough password" }));
				},
			);
			expect(answer.status).toBe(200);
			expect(String(answer.headers["set-cookie"])).toMatch(/^__Secure-undertone\.session_token=.*; Secure/);
			expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
			await server.close();
		},
	);
});
