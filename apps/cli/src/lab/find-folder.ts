import { existsSync } from "node:fs";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../../../..");

/**
 * Where stored results or recipes are read: a folder that was named, else the one in the current folder, else the
 * repository's, as with models.
 */
export function findFolder(name: "results" | "recipes", given?: string): string {
	if (given !== undefined) return given;
	return existsSync(name) || !existsSync(join(repository, name)) ? name : join(repository, name);
}
