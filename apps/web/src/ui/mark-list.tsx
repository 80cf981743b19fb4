import { clock } from "../lib/format.ts";
import "./live-tracks.css";

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
