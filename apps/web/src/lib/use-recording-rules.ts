import { purposes } from "@undertone/api";
import { api } from "./api-client.ts";
import { useSession } from "./session.tsx";
import { useAsync } from "./use-async.ts";

/** What holds for who is about to analyse a recording. */
export interface RecordingRules {
	readonly loggedIn: boolean;
	readonly saveHistory: boolean;
	/** The chosen purpose allows the user's own voice only, which has to be confirmed. */
	readonly ownVoiceOnly: boolean;
	/** Who is logged in has to choose a purpose first. */
	readonly purposeMissing: boolean;
}

/** The rules that follow from the session and its settings. */
export function useRecordingRules(): RecordingRules {
	const { user } = useSession();
	const loggedIn = user != null;
	const settings = useAsync(`settings ${loggedIn}`, async () => (loggedIn ? api.settings() : null));
	if (settings.state !== "done" || settings.value === null)
		return { loggedIn, saveHistory: false, ownVoiceOnly: false, purposeMissing: false };
	const { saveHistory, purpose } = settings.value;
	const ownVoiceOnly = purposes.find(({ id }) => id === purpose)?.voices === "own";
	return { loggedIn, saveHistory, ownVoiceOnly, purposeMissing: purpose === null };
}
