import type { Result } from "./result.ts";

/** How many classes were tested: `7`, or `6 of 7` where the model can name one that no clip has. */
export function classWords({ labels, absent = [] }: Pick<Result, "labels" | "absent">): string {
	return absent.length === 0 ? `${labels.length}` : `${labels.length - absent.length} of ${labels.length}`;
}
