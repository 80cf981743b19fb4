import { Readable } from "node:stream";
import {
	analysisPatchSchema,
	analysisQuerySchema,
	analyzeFieldsSchema,
	newAnalysisSchema,
} from "@undertone/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Users } from "../../auth/require-user.ts";
import { ApiError, parse } from "../../http/api-error.ts";
import { type ReceivedForm, receiveForm } from "../../http/receive-form.ts";
import { exportCsv, exportJson } from "./export.ts";
import { sendRecording } from "./send-recording.ts";
import { type AnalysesDependencies, createAnalysesService } from "./service.ts";

const idParameter = z.object({ id: z.uuid() });

/** Results: made in the page and kept, or made here from an upload; searched, changed, exported, deleted. */
export function addAnalysesRoutes(
	app: FastifyInstance,
	{
		users,
		aboutUser,
		...dependencies
	}: AnalysesDependencies & {
		readonly users: Users;
		/** What else is stored of a user, for the export: account, settings, tokens. */
		readonly aboutUser: (userId: string) => Promise<Readonly<Record<string, unknown>>>;
	},
): void {
	const { repository, recordings } = dependencies;
	const uploadLimit = {
		config: { rateLimit: { max: dependencies.config.uploadsPerMinute, timeWindow: "1 minute" } },
	};
	const service = createAnalysesService(dependencies);
	/** Runs with a received form, and discards its upload where it was not kept. */
	const withForm = async <T>(
		request: FastifyRequest,
		use: (form: ReceivedForm) => Promise<T>,
	): Promise<T> => {
		const form = await receiveForm(request, recordings);
		try {
			return await use(form);
		} finally {
			await form.upload?.discard();
		}
	};

	app.get("/api/v1/analyses", async (request) => {
		const userId = await users.require(request);
		return repository.page(userId, parse(analysisQuerySchema, request.query));
	});

	app.post("/api/v1/analyses", uploadLimit, async (request, reply) => {
		const userId = await users.require(request);
		const saved = await withForm(request, async ({ fields, upload, fileName }) => {
			if (upload === undefined) throw new ApiError("invalid-request", "file: a file must be given.");
			const wishes = parse(analyzeFieldsSchema, fields);
			const isGone = () => request.socket.destroyed;
			return service.analyze(userId, upload, { ...wishes, name: fileName, isGone });
		});
		return reply.status(saved.saved ? 201 : 200).send(saved);
	});

	app.post("/api/v1/analyses/results", uploadLimit, async (request, reply) => {
		const userId = await users.require(request);
		const saved = request.isMultipart()
			? await withForm(request, ({ fields, upload }) =>
					service.save(userId, parse(newAnalysisSchema, parseJson(fields.analysis)), upload),
				)
			: await service.save(userId, parse(newAnalysisSchema, request.body), undefined);
		return reply.status(201).send(saved);
	});

	app.get("/api/v1/analyses/:id", async (request) => {
		const found = await repository.find(await users.require(request), idOf(request));
		if (found === undefined) throw new ApiError("not-found");
		return found;
	});

	app.patch("/api/v1/analyses/:id", async (request) => {
		const userId = await users.require(request);
		const changed = await repository.change(userId, idOf(request), parse(analysisPatchSchema, request.body));
		if (changed === undefined) throw new ApiError("not-found");
		return changed;
	});

	app.delete("/api/v1/analyses/:id", async (request, reply) => {
		const removed = await service.remove(await users.require(request), idOf(request));
		if (!removed) throw new ApiError("not-found");
		return reply.status(204).send();
	});

	app.get("/api/v1/analyses/:id/recording", async (request, reply) => {
		const id = idOf(request);
		const container = await repository.recording(await users.require(request), id);
		if (container === undefined) throw new ApiError("not-found");
		return sendRecording({ recordings, id, container }, request, reply);
	});

	app.get("/api/v1/export", async (request, reply) => {
		const userId = await users.require(request);
		const { format } = parse(z.object({ format: z.enum(["json", "csv"]).default("json") }), request.query);
		const all = repository.all(userId);
		return reply
			.header("content-disposition", `attachment; filename="undertone-history.${format}"`)
			.type(format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8")
			.send(Readable.from(format === "csv" ? exportCsv(all) : exportJson(all, await aboutUser(userId))));
	});
}

/** An id that has not the form of one is as unknown as any other. */
function idOf(request: FastifyRequest): string {
	const parsed = idParameter.safeParse(request.params);
	if (!parsed.success) throw new ApiError("not-found");
	return parsed.data.id;
}

function parseJson(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? "");
	} catch (cause) {
		throw new ApiError("invalid-request", "analysis: must be JSON.", { cause });
	}
}
