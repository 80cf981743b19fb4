import { existsSync } from "node:fs";

/** The Chromium that browser tests drive: `UNDERTONE_CHROMIUM`, else Debian's or Google's, else undefined. */
export function findChromium(): string | undefined {
	const named = process.env.UNDERTONE_CHROMIUM;
	if (named !== undefined) return named;
	return ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
}
