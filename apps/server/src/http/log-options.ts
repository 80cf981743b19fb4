import type { Writable } from "node:stream";
import type { FastifyRequest, FastifyServerOptions } from "fastify";
import type { ServerConfiguration } from "../config.ts";

/**
 * What is logged: method, path without its query, status, time, errors; never a body, a cookie, a token or a
 * password.
 */
export function logOptions(
	level: ServerConfiguration["log"],
	stream?: Writable,
): NonNullable<FastifyServerOptions["logger"]> {
	if (level === "silent") return false;
	return {
		level,
		...(stream === undefined ? {} : { stream }),
		redact: {
			paths: [
				"req.headers",
				"headers.cookie",
				"headers.authorization",
				"password",
				"*.password",
				"*.newPassword",
				"*.currentPassword",
				"*.token",
			],
			censor: "[removed]",
		},
		serializers: {
			req: (request: FastifyRequest) => ({
				method: request.method,
				// A query holds what somebody searched for.
				path: request.url.split("?")[0],
				address: request.ip,
			}),
		},
	};
}
