import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where features and checkpoints are kept: `UNDERTONE_CACHE`, else `undertone` in the user's cache folder of
 * this platform. The folder may not exist yet.
 */
export function cacheFolder(
	environment: Record<string, string | undefined> = process.env,
	platform: string = process.platform,
): string {
	const named = environment.UNDERTONE_CACHE;
	if (named !== undefined && named !== "") return named;
	if (platform === "win32") return join(environment.LOCALAPPDATA ?? homedir(), "undertone", "Cache");
	if (platform === "darwin") return join(homedir(), "Library", "Caches", "undertone");
	return join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "undertone");
}
