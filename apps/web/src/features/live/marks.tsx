import { useState } from "react";
import { clock } from "../../lib/format.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { useLive } from "./use-live.ts";

/** Moments to find again. */
export function Marks({ session }: { readonly session: LiveSession }) {
	const { marks } = useLive(session);
	const [text, setText] = useState("");
	return (
		<div>
			<form
				className="row live-mark"
				onSubmit={(event) => {
					event.preventDefault();
					session.mark(text.trim());
					setText("");
				}}
			>
				<input
					className="input"
					aria-label="What the mark is for"
					placeholder="What happened (may be empty)"
					maxLength={200}
					value={text}
					onChange={(event) => setText(event.target.value)}
				/>
				<button type="submit" className="button">
					Mark
				</button>
			</form>
			<MarkList marks={marks} />
		</div>
	);
}

/** Marks in order. */
export function MarkList({
	marks,
}: {
	readonly marks: readonly { readonly time: number; readonly text: string }[];
}) {
	if (marks.length === 0) return null;
	return (
		<ul className="live-marks">
			{marks.map(({ time, text }) => (
				<li key={time}>
					<span className="tabular soft">{clock(time)}</span> {text === "" ? "Mark" : text}
				</li>
			))}
		</ul>
	);
}

/** A note on the whole session. */
export function Note({ session }: { readonly session: LiveSession }) {
	const { note } = useLive(session);
	return (
		<div className="field">
			<label htmlFor="live-note">Note</label>
			<textarea
				id="live-note"
				rows={2}
				maxLength={10_000}
				value={note}
				onChange={(event) => session.setNote(event.target.value)}
			/>
		</div>
	);
}
