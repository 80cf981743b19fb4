import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { duration } from "../../lib/format.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { saveLive } from "../../lib/live/save-live.ts";
import type { RecordingRules } from "../../lib/use-recording-rules.ts";
import { Notice } from "../../ui/feedback.tsx";
import { namedTracks, TrackCards, TrackRows } from "../../ui/live-tracks.tsx";
import { MarkList } from "../../ui/mark-list.tsx";
import { LiveExports } from "./live-exports.tsx";
import { Note } from "./marks.tsx";
import { useLive } from "./use-live.ts";

/** What a session was; kept only if wanted. */
export function Summary({
	session,
	rules,
	onAgain,
}: {
	readonly session: LiveSession;
	readonly rules: RecordingRules;
	readonly onAgain: () => void;
}) {
	useLive(session);
	const record = useMemo(() => session.record(), [session]);
	const [problem, setProblem] = useState<string | null>(null);
	const [, navigate] = useLocation();
	const tracks = namedTracks(record);
	const heard = record.speech?.heard.reduce((sum, { start, end }) => sum + end - start, 0) ?? 0;
	const save = async (): Promise<void> => {
		try {
			navigate(`/result/${await saveLive(session, rules)}`);
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	const inHistory = rules.loggedIn && rules.saveHistory;
	return (
		<div className="page live">
			<h1>What it was</h1>
			<p className="lead">
				{duration(record.duration)}
				{session.usesVoice ? `, ${duration(heard)} of speech` : ""}. Nothing of it is kept unless you say so.
			</p>
			<div className="live-grid">
				<TrackCards tracks={tracks} />
				<section className="card span">
					<h2>Over time</h2>
					<TrackRows tracks={tracks} duration={record.duration} />
				</section>
				<section className="card">
					<h2>Marks and notes</h2>
					<div className="stack">
						<MarkList marks={record.marks} />
						<Note session={session} />
					</div>
				</section>
				<section className="card">
					<h2>Take it along</h2>
					<LiveExports session={session} />
				</section>
			</div>
			<div className="row live-after">
				{tracks.length > 0 && (
					<button type="button" className="button primary" onClick={() => void save()}>
						{inHistory ? "Keep it in my history" : "Show it as a result"}
					</button>
				)}
				<button type="button" className="button" onClick={onAgain}>
					{tracks.length > 0 ? "Throw it away" : "Done"}
				</button>
			</div>
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			<p className="soft small">
				{inHistory
					? "Kept are the timelines, the marks and the note: no sound, no picture."
					: "Without an account or a history it lasts until the page is closed."}
			</p>
		</div>
	);
}
