import { useEffect, useState } from "react";
import { api } from "../../lib/api-client.ts";
import type { MemoryResult } from "../../lib/results-memory.ts";

/** Seconds; a longer recording is not decoded only to be drawn. */
const longest = 300;

/**
 * The samples of a result's recording, mono at 16 kHz: those of this visit, else decoded from the recording that
 * was sent or kept; null until then, and where there is none.
 */
export function useSignal({ analysis, audio, signal }: Omit<MemoryResult, "saved">): Float32Array | null {
	const [decoded, setDecoded] = useState<Float32Array | null>(null);
	const { id, recordingKept, result } = analysis;
	const wanted = signal === null && (audio !== null || recordingKept) && result.duration <= longest;
	useEffect(() => {
		if (!wanted) return;
		let current = true;
		const decode = async (): Promise<void> => {
			const recording = audio ?? (await api.recording(id));
			const { decodeToMono } = await import("@undertone/audio");
			const mono = await decodeToMono(new Uint8Array(await recording.arrayBuffer()));
			if (current) setDecoded(mono.signal);
		};
		// What only the browser itself can decode is played without its picture.
		decode().catch(() => undefined);
		return () => {
			current = false;
		};
	}, [wanted, audio, id]);
	return signal ?? decoded;
}
