import { useState } from "react";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { MarkList } from "../../ui/mark-list.tsx";
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
