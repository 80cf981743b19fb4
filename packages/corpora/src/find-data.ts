import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UndertoneError } from "@undertone/core";

/**
 * The folder that holds the corpora: `data`, else the variable `UNDERTONE_DATA`, else `./data`, else
 * `../shared/data`; each may hold the corpora itself or in a folder `speech`.
 *
 * @returns An absolute path.
 * @throws {UndertoneError} `corpus-not-found` if a named folder does not exist, or none of the usual ones does.
 */
export function findData(
	data?: string,
	environment: Record<string, string | undefined> = process.env,
): string {
	const named = data ?? environment.UNDERTONE_DATA;
	const origin = data === undefined ? "UNDERTONE_DATA" : "--data";
	const candidates = named === undefined || named === "" ? ["data", "../shared/data"] : [named];
	for (const candidate of candidates) {
		const folder = resolve(candidate);
		if (!isFolder(folder)) continue;
		return isFolder(join(folder, "speech")) ? join(folder, "speech") : folder;
	}
	throw new UndertoneError(
		"corpus-not-found",
		named === undefined || named === ""
			? "The corpora must lie in ./data or ../shared/data, or where --data or UNDERTONE_DATA says, and none of these exists. docs/corpora.md says where to get them."
			: `The folder of the corpora (${origin}) must exist, got "${named}", which does not.`,
	);
}

/**
 * A corpus's folder inside the data folder, by any of its names in any case.
 *
 * @throws {UndertoneError} `corpus-not-found` if there is none; the message lists what is there.
 */
export function findCorpusFolder(data: string, aliases: readonly string[]): string {
	const folders = existsSync(data) ? readdirSync(data).filter((name) => isFolder(join(data, name))) : [];
	const found = folders.find((name) => aliases.includes(name.toLowerCase()));
	if (found !== undefined) return join(data, found);
	throw new UndertoneError(
		"corpus-not-found",
		`The corpus must lie in a folder "${aliases[0]}" inside "${data}", which holds ${folders.length === 0 ? "no folders" : folders.join(", ")}. docs/corpora.md says where to get it.`,
	);
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
