import type { Analysis, AnalysisPage, AnalysisPatch, AnalysisSummary } from "@undertone/api";
import type { Kysely, Selectable } from "kysely";
import type { Tables } from "../../database/tables.ts";
import { ApiError } from "../../http/api-error.ts";

type Row = Selectable<Tables["analysis"]>;

/** What was found out, of one of the kinds. */
type Content<A = Analysis> = A extends Analysis ? Pick<A, "kind" | "file" | "result" | "peaks"> : never;

/** A result about to be stored. */
export type NewEntry = Content & {
	readonly id: string;
	readonly userId: string;
	readonly source: Analysis["source"];
	readonly title: string;
	readonly note: string;
	/** Container of the kept recording, or null. */
	readonly recording: string | null;
};

/** What is asked of the table `analysis`; every question names the user, so that nobody sees another's. */
export interface AnalysesRepository {
	insert(entry: NewEntry): Promise<Analysis>;
	find(userId: string, id: string): Promise<Analysis | undefined>;
	/** The newest analysis of the same file. */
	findSame(userId: string, sha256: string | null): Promise<string | null>;
	/** @throws {ApiError} `invalid-request` if the cursor is none. */
	page(
		userId: string,
		query: { query: string; cursor?: string | undefined; limit: number },
	): Promise<AnalysisPage>;
	/** All of a user's analyses, the newest first, a few at a time. */
	all(userId: string): AsyncGenerator<Analysis>;
	change(userId: string, id: string, patch: AnalysisPatch): Promise<Analysis | undefined>;
	/** Whether there was one. */
	remove(userId: string, id: string): Promise<boolean>;
	/** Container of the kept recording; undefined where there is none. */
	recording(userId: string, id: string): Promise<string | undefined>;
}

/** The table of analyses over kysely. */
export function createAnalysesRepository(database: Kysely<Tables>): AnalysesRepository {
	const owned = (userId: string) => database.selectFrom("analysis").where("user_id", "=", userId);
	const find = async (userId: string, id: string): Promise<Analysis | undefined> => {
		const row = await owned(userId).selectAll().where("id", "=", id).executeTakeFirst();
		return row === undefined ? undefined : toAnalysis(row);
	};
	const matching = (userId: string, query: string) => {
		if (query === "") return owned(userId);
		const pattern = `%${query.replaceAll(/[%_\\]/g, "\\$&")}%`;
		return owned(userId).where((where) =>
			where.or(
				(["title", "file_name", "note", "label", "correction"] as const).map((column) =>
					where(column, "ilike", pattern),
				),
			),
		);
	};
	return {
		find,
		insert: async ({ userId, file, result, peaks, ...entry }) => {
			const row = await database
				.insertInto("analysis")
				.values({
					...entry,
					user_id: userId,
					created_at: new Date(),
					correction: null,
					file: JSON.stringify(file),
					result: JSON.stringify(result),
					peaks: JSON.stringify(peaks),
					file_name: file?.name ?? entry.title,
					sha256: file?.sha256 ?? null,
					label: result.label,
					duration: result.duration,
				})
				.returningAll()
				.executeTakeFirstOrThrow();
			return toAnalysis(row);
		},
		findSame: async (userId, sha256) => {
			if (sha256 === null) return null;
			const row = await owned(userId)
				.select("id")
				.where("sha256", "=", sha256)
				.orderBy("created_at", "desc")
				.executeTakeFirst();
			return row?.id ?? null;
		},
		page: async (userId, { query, cursor, limit }) => {
			let select = matching(userId, query);
			const { total } = await select
				.select((count) => count.fn.countAll().as("total"))
				.executeTakeFirstOrThrow();
			if (cursor !== undefined) {
				const { time, id } = parseCursor(cursor);
				select = select.where((where) =>
					where.or([
						where("created_at", "<", time),
						where.and([where("created_at", "=", time), where("id", "<", id)]),
					]),
				);
			}
			const rows = await select
				.selectAll()
				.orderBy("created_at", "desc")
				.orderBy("id", "desc")
				.limit(limit + 1)
				.execute();
			const shown = rows.slice(0, limit);
			const last = shown.at(-1);
			return {
				items: shown.map(toSummary),
				nextCursor: rows.length > limit && last !== undefined ? toCursor(last) : null,
				total: Number(total),
			};
		},
		all: async function* (userId) {
			let before: { time: Date; id: string } | undefined;
			for (;;) {
				let select = owned(userId);
				if (before !== undefined) {
					const { time, id } = before;
					select = select.where((where) =>
						where.or([
							where("created_at", "<", time),
							where.and([where("created_at", "=", time), where("id", "<", id)]),
						]),
					);
				}
				const rows = await select
					.selectAll()
					.orderBy("created_at", "desc")
					.orderBy("id", "desc")
					.limit(50)
					.execute();
				for (const row of rows) yield toAnalysis(row);
				const last = rows.at(-1);
				if (last === undefined) return;
				before = { time: last.created_at, id: last.id };
			}
		},
		change: async (userId, id, patch) => {
			const fields = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
			await database
				.updateTable("analysis")
				.set(fields)
				.where("user_id", "=", userId)
				.where("id", "=", id)
				.execute();
			return find(userId, id);
		},
		remove: async (userId, id) => {
			const row = await database
				.deleteFrom("analysis")
				.where("user_id", "=", userId)
				.where("id", "=", id)
				.returning("id")
				.executeTakeFirst();
			return row !== undefined;
		},
		recording: async (userId, id) => {
			const row = await owned(userId).select("recording").where("id", "=", id).executeTakeFirst();
			return row?.recording ?? undefined;
		},
	};
}

function toCursor({ created_at, id }: Row): string {
	return Buffer.from(`${created_at.toISOString()} ${id}`).toString("base64url");
}

function parseCursor(cursor: string): { time: Date; id: string } {
	const [time = "", id = ""] = Buffer.from(cursor, "base64url").toString().split(" ");
	const date = new Date(time);
	if (!Number.isNaN(date.getTime()) && /^[0-9a-f-]{36}$/.test(id)) return { time: date, id };
	throw new ApiError("invalid-request", "cursor: must be the nextCursor of the page before.");
}

function toSummary(row: Row): AnalysisSummary {
	const { label, scores, confidence, notSure, reasons } = row.result;
	return {
		id: row.id,
		title: row.title,
		createdAt: row.created_at.toISOString(),
		kind: row.kind,
		of: ofWhat(toAnalysis(row)),
		source: row.source,
		fileName: row.file_name,
		duration: row.duration,
		label,
		scores,
		confidence,
		notSure,
		reasons,
		recordingKept: row.recording !== null,
		correction: row.correction,
		note: row.note,
	};
}

/** Whose likeness an analysis speaks of. A live session with a camera that saw nobody speaks of the voice alone. */
function ofWhat({ kind, result }: Analysis): AnalysisSummary["of"] {
	if (kind !== "live") return kind === "speech" ? "voice" : "face";
	if (result.speech?.overall == null)
		return result.speech === null || result.face?.overall != null ? "face" : "voice";
	return result.face?.overall == null ? "voice" : "both";
}

function toAnalysis(row: Row): Analysis {
	const { kind, file, result, peaks } = row;
	return {
		id: row.id,
		title: row.title,
		createdAt: row.created_at.toISOString(),
		source: row.source,
		// Checked by the schema of its kind when it was stored.
		...({ kind, file, result, peaks } as Content),
		recordingKept: row.recording !== null,
		correction: row.correction,
		note: row.note,
	};
}
