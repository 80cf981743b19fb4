import type { Analysis } from "@undertone/api";

/** A result of this visit, with what is only in the page: the recording and its samples. */
export interface MemoryResult {
	readonly analysis: Analysis;
	/** False for a guest, or where the history is off: it ends with the visit. */
	readonly saved: boolean;
	readonly audio: Blob | null;
	/** Mono at 16 kHz. */
	readonly signal: Float32Array | null;
}

const results = new Map<string, MemoryResult>();

/** Keeps a result until the page is closed. */
export function remember(result: MemoryResult): void {
	results.set(result.analysis.id, result);
}

/** A result of this visit. */
export function recall(id: string): MemoryResult | undefined {
	return results.get(id);
}

/** Forgets a result of this visit. */
export function forget(id: string): void {
	results.delete(id);
}
