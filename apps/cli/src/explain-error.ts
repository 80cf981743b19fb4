import { UndertoneError } from "@undertone/core";

/** What to print for an error, and the exit code it stands for. */
export interface ExplainedError {
	readonly sentence: string;
	readonly exitCode: number;
	/** The fault is ours: a stack would help. */
	readonly fault: boolean;
}

const systemSentences: Readonly<Record<string, (path: string) => string>> = {
	ENOENT: (path) => `there is no file or folder ${path}.`,
	EACCES: (path) => `no permission for ${path}.`,
	EPERM: (path) => `no permission for ${path}.`,
	EISDIR: (path) => `${path} must be a file, it is a folder.`,
	ENOTDIR: (path) => `${path} must be a folder, it is a file.`,
	ENOSPC: (path) => `the disk is full: ${path} could not be written. Free some space and run it again.`,
	EROFS: (path) => `${path} lies on a disk that cannot be written to.`,
	EMFILE: (path) => `too many files are open; ${path} could not be opened.`,
	EADDRINUSE: () => "the address is in use: another program listens there. Choose another with --port.",
};

/** An error as one sentence for the user: theirs (exit code 2), an interruption (130) or ours (70). */
export function explainError(error: unknown): ExplainedError {
	if (error instanceof UndertoneError) {
		if (error.code === "cancelled") return { sentence: "interrupted.", exitCode: 130, fault: false };
		return { sentence: error.message, exitCode: 2, fault: false };
	}
	if (!(error instanceof Error)) return { sentence: String(error), exitCode: 70, fault: true };
	const { code, path } = error as Error & { code?: unknown; path?: unknown };
	if (typeof code === "string") {
		const words = systemSentences[code];
		if (words !== undefined) {
			return { sentence: words(typeof path === "string" ? `"${path}"` : "it"), exitCode: 2, fault: false };
		}
	}
	// Our own packages' doors say `name: what must hold, what was given`; V8's RangeErrors do not.
	if (
		error instanceof RangeError &&
		/^[\w"@. -]+:? .*(must|expected|got|there (is|are))/.test(error.message)
	) {
		return { sentence: error.message, exitCode: 2, fault: false };
	}
	return { sentence: `${error.name}: ${error.message}`, exitCode: 70, fault: true };
}
