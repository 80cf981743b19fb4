import type { LiveSession } from "../../lib/live/live-session.ts";
import { ReadingText } from "../../ui/reading-text.tsx";

const seconds = 20;

/** Twenty seconds in which a person reads aloud and shows nothing. */
export function NeutralStart({ session, left }: { readonly session: LiveSession; readonly left: number }) {
	const waiting = !Number.isFinite(left);
	return (
		<section className="card live-neutral" aria-label="Neutral start">
			<div className="row between">
				<h2>Read this aloud, as if you told somebody the way</h2>
				<button type="button" className="button small" onClick={() => session.endNeutralStart()}>
					Enough
				</button>
			</div>
			<ReadingText />
			<label className="small soft">
				{waiting ? "Loading …" : `${Math.ceil(left)} s left. Look into the camera as you usually do.`}
				<progress max={seconds} value={waiting ? 0 : seconds - left} />
			</label>
		</section>
	);
}
