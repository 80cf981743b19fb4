import type { Analysis, PurposeId } from "@undertone/api";
import type { Emotion } from "@undertone/core";
import type { ColumnType, Generated } from "kysely";

type Json<T> = ColumnType<T, string, string>;
type Time = ColumnType<Date, Date | string | undefined, Date | string>;

interface AnalysisTable {
	readonly id: string;
	readonly user_id: string;
	readonly created_at: Time;
	readonly kind: Analysis["kind"];
	readonly source: Analysis["source"];
	readonly title: string;
	readonly note: string;
	readonly correction: Emotion | null;
	/** What these three hold goes by `kind`; a live session has no file, and the JSON null stands there. */
	readonly file: Json<Analysis["file"]>;
	readonly result: Json<Analysis["result"]>;
	readonly peaks: Json<number[]>;
	/** Container of the recording (`wav`, `mp3`, …) if it was kept; the file is named after the analysis. */
	readonly recording: string | null;
	/** Copies of what stands in `file` (or the title) and `result`, for the list and the search. */
	readonly file_name: string;
	readonly sha256: string | null;
	readonly label: Emotion | null;
	readonly duration: number;
}

interface SettingsTable {
	readonly user_id: string;
	readonly save_history: boolean;
	readonly retention_days: number | null;
	readonly purpose: PurposeId | null;
}

interface TokenTable {
	readonly id: string;
	readonly user_id: string;
	readonly name: string;
	/** SHA-256 of the token: the token itself is not stored. */
	readonly hash: string;
	readonly created_at: Time;
	readonly last_used_at: ColumnType<Date | null, Date | null | undefined, Date>;
}

interface LoginFailureTable {
	readonly key: string;
	readonly count: number;
	readonly until: Time;
}

/** The tables that this server's own code reads; those of sessions and accounts are written by better-auth. */
export interface Tables {
	readonly analysis: AnalysisTable;
	readonly settings: SettingsTable;
	readonly token: TokenTable;
	readonly login_failure: LoginFailureTable;
	readonly user: {
		readonly id: string;
		readonly email: string;
		readonly name: string;
		readonly createdAt: Time;
	};
	readonly session: { readonly id: string; readonly userId: string; readonly expiresAt: Time };
	readonly account: {
		readonly id: Generated<string>;
		readonly userId: string;
		readonly providerId: string;
		readonly password: string | null;
	};
	readonly migration: { readonly name: string; readonly applied_at: Time };
}
