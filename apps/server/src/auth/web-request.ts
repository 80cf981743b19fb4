import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Fastify's headers as the Web's. */
export function toHeaders(request: { readonly headers: IncomingHttpHeaders }): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers)) {
		if (typeof value === "string") headers.set(name, value);
	}
	return headers;
}

/** Fastify's request as the Web's, with a body that was checked. */
export function toWebRequest(request: FastifyRequest, origin: string, body?: unknown): Request {
	const headers = toHeaders(request);
	headers.delete("content-length");
	if (body !== undefined) headers.set("content-type", "application/json");
	return new Request(new URL(request.url, origin), {
		method: request.method,
		headers,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
}

/** Passes the cookies of an answer of better-auth on. */
export function copyCookies(response: Response, reply: FastifyReply): void {
	for (const cookie of response.headers.getSetCookie()) reply.header("set-cookie", cookie);
}
