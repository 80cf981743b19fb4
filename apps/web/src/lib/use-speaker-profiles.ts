import { useSyncExternalStore } from "react";
import { createSpeakerProfiles } from "./speaker-profiles.ts";

/** The speaker profiles of this browser. */
export const speakerProfiles = createSpeakerProfiles(() => localStorage);

/** What this browser keeps, shown anew whenever it changes. */
export function useSpeakerProfiles() {
	return useSyncExternalStore(speakerProfiles.subscribe, speakerProfiles.read);
}
