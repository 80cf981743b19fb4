import { useSyncExternalStore } from "react";
import type { LiveSession } from "../../lib/live/live-session.ts";
import type { LiveState } from "../../lib/live/live-state.ts";

/** The state of a session, shown anew whenever it changes. */
export function useLive({ store }: LiveSession): LiveState {
	return useSyncExternalStore(store.subscribe, store.get);
}
