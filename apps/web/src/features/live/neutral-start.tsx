import type { LiveSession } from "../../lib/live/live-session.ts";

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
			<p className="live-reading">
				The bus to the station leaves every ten minutes from the stop beside the library. It crosses the
				bridge, passes the market and the town hall, and turns left at the second set of lights. The whole way
				takes about a quarter of an hour. Tickets are sold at the machine or by the driver, and the last bus
				goes shortly before midnight.
			</p>
			<label className="small soft">
				{waiting ? "Loading …" : `${Math.ceil(left)} s left. Look into the camera as you usually do.`}
				<progress max={seconds} value={waiting ? 0 : seconds - left} />
			</label>
		</section>
	);
}
