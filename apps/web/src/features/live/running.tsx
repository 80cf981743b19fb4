import { useState } from "react";
import { clock } from "../../lib/format.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { Notice } from "../../ui/feedback.tsx";
import { CameraView } from "./camera-view.tsx";
import { Conditions } from "./conditions.tsx";
import { Details } from "./details.tsx";
import { LiveExports } from "./live-exports.tsx";
import { Marks, Note } from "./marks.tsx";
import { NeutralStart } from "./neutral-start.tsx";
import { Now } from "./now.tsx";
import { Rows, Trail } from "./rows.tsx";
import { troublesOf } from "./troubles.ts";
import { useLive } from "./use-live.ts";

/** A session that runs or is paused. */
export function Running({ session, onEnd }: { readonly session: LiveSession; readonly onEnd: () => void }) {
	const state = useLive(session);
	const { phase, neutralLeft, fired, usualSaid } = state;
	const paused = phase === "paused";
	const [dismissed, setDismissed] = useState(0);
	const latest = fired.at(-1);
	const trail = (
		<section className="card">
			<h2>Where it lies</h2>
			<Trail session={session} />
		</section>
	);
	return (
		<div className="page live">
			<div className="live-bar">
				<h1>
					Live{" "}
					<span className="live-clock" role="timer">
						{clock(state.time)}
					</span>
				</h1>
				<div className="row">
					<button
						type="button"
						className="button"
						onClick={() => (paused ? session.resume() : session.pause())}
					>
						{paused ? "Go on" : "Pause"}
					</button>
					<button type="button" className="button primary" onClick={onEnd}>
						End
					</button>
				</div>
			</div>
			<div className="stack live-notices" aria-live="polite">
				{paused && <Notice>Paused: nothing is heard or seen.</Notice>}
				{troublesOf(state, session).map((words) => (
					<Notice key={words} kind="warn">
						{words}
					</Notice>
				))}
				{usualSaid.map((words) => (
					<Notice key={words}>{words}</Notice>
				))}
				{latest !== undefined && latest.id > dismissed && (
					<Notice>
						{latest.condition.message}{" "}
						<button type="button" className="link-button" onClick={() => setDismissed(latest.id)}>
							Close
						</button>
					</Notice>
				)}
			</div>
			{neutralLeft !== null && <NeutralStart session={session} left={neutralLeft} />}
			<div className="live-grid">
				{session.usesFace && (
					<section className="card" aria-label="Your picture">
						<CameraView session={session} />
					</section>
				)}
				<section className="card" aria-label="Now">
					<Now session={session} />
				</section>
				{!session.usesFace && trail}
				<section className="card span" aria-label="Timeline">
					<Rows session={session} />
				</section>
				{session.usesFace && trail}
				<section className="card">
					<h2>Marks and notes</h2>
					<div className="stack">
						<Marks session={session} />
						<Note session={session} />
					</div>
				</section>
				<section className="card">
					<h2>Tell me when</h2>
					<Conditions session={session} />
				</section>
				<section className={session.usesFace ? "card" : "card span"}>
					<h2>Take it along</h2>
					<LiveExports session={session} />
				</section>
			</div>
			<Details session={session} />
		</div>
	);
}
