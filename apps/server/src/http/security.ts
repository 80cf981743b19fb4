import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ServerConfiguration } from "../config.ts";
import { ApiError } from "./api-error.ts";

const contentSecurityPolicy = [
	"default-src 'self'",
	// onnxruntime and the decoders are WebAssembly.
	"script-src 'self' 'wasm-unsafe-eval'",
	"style-src 'self'",
	"img-src 'self' data: blob:",
	"media-src 'self' blob:",
	"connect-src 'self' blob: data:",
	"worker-src 'self' blob:",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'",
].join("; ");

const headers: Readonly<Record<string, string>> = {
	"content-security-policy": contentSecurityPolicy,
	"x-content-type-options": "nosniff",
	"x-frame-options": "DENY",
	"referrer-policy": "same-origin",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-embedder-policy": "require-corp",
	"cross-origin-resource-policy": "same-origin",
	"permissions-policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
};

const loopback = ["127.0.0.1", "localhost", "[::1]", "::1"];

/**
 * Headers on every answer; requests for another host (a name that was pointed at this machine) and changes that
 * come from another site are refused.
 */
export function addSecurity(app: FastifyInstance, config: ServerConfiguration): void {
	const https = config.tls !== undefined || config.publicUrl?.startsWith("https:") === true;
	app.addHook("onRequest", async (request, reply) => {
		reply.headers(headers);
		if (https) reply.header("strict-transport-security", "max-age=31536000");
		if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
		checkHost(request.hostname, config);
		if (request.method !== "GET" && request.method !== "HEAD") {
			checkOrigin(request.headers, ownOrigin(request, config));
		}
	});
}

/** The origin that browsers reach this server at: `http://127.0.0.1:4173`. */
export function ownOrigin(request: FastifyRequest, { publicUrl }: ServerConfiguration): string {
	return new URL(publicUrl ?? `${request.protocol}://${request.host}`).origin;
}

/**
 * Refuses a request that a page of another site makes. Browsers send `Origin` or `Sec-Fetch-Site` with it;
 * programs send neither, and have no cookie of a victim either.
 *
 * @throws {ApiError} `foreign-origin`.
 */
export function checkOrigin(headers: IncomingHttpHeaders, own: string): void {
	const { origin, "sec-fetch-site": site } = headers;
	const fine =
		origin === undefined ? site === undefined || site === "same-origin" || site === "none" : origin === own;
	if (!fine) throw new ApiError("foreign-origin");
}

/**
 * Refuses a request under a name that is not this server's (a name that somebody pointed at this machine).
 *
 * @throws {ApiError} `foreign-origin`.
 */
export function checkHost(hostname: string, { host, publicUrl }: ServerConfiguration): void {
	if (publicUrl === undefined && !loopback.includes(host)) return;
	const allowed = [...loopback, host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname])];
	if (allowed.includes(hostname)) return;
	throw new ApiError("foreign-origin", `This server does not answer to the name "${hostname}".`);
}
