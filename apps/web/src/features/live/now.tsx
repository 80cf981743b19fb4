import { usedSources } from "@undertone/recognize";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { ScoreBars } from "../../ui/score-bars.tsx";
import { liveWords, whyWords } from "../../ui/verdict-words.ts";
import { useLive } from "./use-live.ts";

/** What it sounds and looks like just now. */
export function Now({ session }: { readonly session: LiveSession }) {
	const { now, voice, face } = useLive(session);
	const { usesVoice, usesFace } = session;
	const loading = (usesVoice && voice.loading) || (usesFace && face.loading);
	const present = [voice.result, face.prediction].filter((said) => said !== null);
	const used = usedSources(present);
	const of =
		used.length > 1
			? "both"
			: used[0] === voice.result || (present.length === 0 && usesVoice)
				? "voice"
				: "face";
	return (
		<div className="stack">
			<div className="verdict live-verdict">
				<p className="headline" data-testid="now">
					{loading && now === null ? "Loading …" : liveWords(now, of)}
				</p>
				<p className="soft live-why">{now?.label == null ? whyWords(now) : ""}</p>
			</div>
			{now?.scores == null ? (
				<p className="soft live-empty">
					{usesVoice ? "Speak: the first answer comes after half a second." : "Look into the camera."}
				</p>
			) : (
				<ScoreBars scores={now.scores} />
			)}
			{usesVoice && usesFace && (
				<dl className="facts">
					<dt>Voice</dt>
					<dd>
						{liveWords(voice.result, "voice")} <span className="soft">{whyWords(voice.result)}</span>
					</dd>
					<dt>Face</dt>
					<dd>
						{liveWords(face.prediction, "face")} <span className="soft">{whyWords(face.prediction)}</span>
					</dd>
				</dl>
			)}
			{usesFace && (
				<p className="small">
					<span className="soft">Moves: </span>
					{face.words === "" ? "nothing in particular" : face.words}
				</p>
			)}
			{usesFace && face.modelProblem !== null && (
				<p className="small soft">{face.modelProblem} The face shows landmarks and action units only.</p>
			)}
		</div>
	);
}
