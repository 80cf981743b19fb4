import type { Segment } from "@undertone/core";
import { clock } from "../../lib/format.ts";
import { liveWords } from "./words.ts";

/** The whole of a session, a row a source. */
export function SummaryTimeline({
	tracks,
	duration,
}: {
	readonly tracks: readonly { readonly name: string; readonly segments: readonly Segment[] }[];
	readonly duration: number;
}) {
	return (
		<div className="live-rows">
			{tracks.map(({ name, segments }) => (
				<div className="live-row" key={name}>
					<span className="small soft">{name}</span>
					<svg
						className="timeline"
						viewBox="0 0 1000 30"
						preserveAspectRatio="none"
						role="img"
						aria-label={`${name} over time`}
					>
						{segments.map((segment) => (
							<rect
								key={segment.start}
								x={(1000 * segment.start) / duration}
								width={Math.max(1, (1000 * (segment.end - segment.start)) / duration)}
								y="3"
								height="24"
								fill={segment.label === null ? "var(--line-strong)" : `var(--emotion-${segment.label})`}
								fillOpacity={segment.label === null ? 0.35 : 0.35 + 0.65 * segment.confidence}
							>
								<title>{`${clock(segment.start)}–${clock(segment.end)}: ${liveWords(segment, name === "Face" ? "face" : "voice")}`}</title>
							</rect>
						))}
					</svg>
				</div>
			))}
		</div>
	);
}
