import type { StreamEvent, StreamStart } from "@undertone/api";

/** What the thread of streams is told; `id` names the stream. */
export type ToWorker = { readonly id: number } & (
	| {
			readonly type: "open";
			readonly conditions: NonNullable<StreamStart["conditions"]>;
			readonly profile: string | undefined;
	  }
	| { readonly type: "samples"; readonly samples: Int16Array }
	/** A whole sound file of a stretch of the sound. */
	| { readonly type: "file"; readonly bytes: Uint8Array; readonly maxDuration: number }
	| { readonly type: "close" }
);

/** What it answers. */
export interface FromWorker {
	readonly id: number;
	readonly event: StreamEvent;
}
