import { emotionNoun } from "@undertone/core";
import type { LiveTrack } from "@undertone/recognize";
import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { duration, percent } from "../../lib/format.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { saveLive } from "../../lib/live/save-live.ts";
import type { RecordingRules } from "../../lib/use-recording-rules.ts";
import { Notice } from "../../ui/feedback.tsx";
import { ScoreBars } from "../../ui/score-bars.tsx";
import { LiveExports } from "./live-exports.tsx";
import { MarkList, Note } from "./marks.tsx";
import { SummaryTimeline } from "./summary-timeline.tsx";
import { useLive } from "./use-live.ts";
import { type Heard, liveWords, whyWords } from "./words.ts";

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
	const tracks = [
		["Both", record.fused, "both"],
		["Voice", record.speech, "voice"],
		["Face", record.face, "face"],
	].filter((entry): entry is [string, LiveTrack, Heard] => entry[1] !== null);
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
				{tracks.map(([name, track, of]) => (
					<section className={tracks.length === 1 || name === "Both" ? "card span" : "card"} key={name}>
						<h2>{name}</h2>
						<p className="headline small-headline">
							{track.overall === null ? "Nothing could be told" : liveWords(track.overall, of)}
						</p>
						<p className="soft small">{whyWords(track.overall)}</p>
						{track.overall?.scores != null && <ScoreBars scores={track.overall.scores} />}
					</section>
				))}
				<section className="card span">
					<h2>Over time</h2>
					<SummaryTimeline
						tracks={tracks.map(([name, { segments }]) => ({ name, segments }))}
						duration={record.duration}
					/>
					<Shares track={(record.fused ?? record.speech ?? record.face)?.segments ?? []} />
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
				{session.usesVoice && (
					<button type="button" className="button primary" onClick={() => void save()}>
						{inHistory ? "Keep it in my history" : "Show it as a result"}
					</button>
				)}
				<button type="button" className="button" onClick={onAgain}>
					{session.usesVoice ? "Throw it away" : "Done"}
				</button>
			</div>
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			<p className="soft small">
				{inHistory
					? "Kept are the voice's timeline, the marks and the note: no sound, no picture."
					: "Without an account or a history it lasts until the page is closed."}
			</p>
		</div>
	);
}

function Shares({ track }: { readonly track: LiveTrack["segments"] }) {
	const seconds = new Map<string, number>();
	for (const { label, start, end } of track) {
		const name = label === null ? "not sure" : emotionNoun(label).replace(" speech", "");
		seconds.set(name, (seconds.get(name) ?? 0) + end - start);
	}
	const total = [...seconds.values()].reduce((sum, value) => sum + value, 0);
	if (total === 0) return <p className="soft">Nothing was scored.</p>;
	return (
		<p className="soft live-shares">
			{[...seconds]
				.sort(([, a], [, b]) => b - a)
				.map(([name, value]) => `${name} ${percent(value / total)}`)
				.join(", ")}{" "}
			of the {duration(total)} that were scored.
		</p>
	);
}
