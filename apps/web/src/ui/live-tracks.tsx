import { emotionNoun, type Prediction, type Segment } from "@undertone/core";
import type { ReactNode } from "react";
import { clock, duration as durationWords, percent } from "../lib/format.ts";
import { ScoreBars } from "./score-bars.tsx";
import { type Heard, verdictWords, whyWords } from "./verdict-words.ts";
import "./live-tracks.css";

interface Track {
	readonly segments: readonly Segment[];
	readonly overall: Prediction | null;
}

/** A source of a session by its name, with what its words are about. */
export interface NamedTrack {
	readonly name: "Both" | "Voice" | "Face";
	readonly of: Heard;
	readonly track: Track;
}

/** The sources that a session used, both together first. */
export function namedTracks({
	fused,
	speech,
	face,
}: {
	readonly fused: Track | null;
	readonly speech: Track | null;
	readonly face: Track | null;
}): NamedTrack[] {
	return (
		[
			{ name: "Both", of: "both", track: fused },
			{ name: "Voice", of: "voice", track: speech },
			{ name: "Face", of: "face", track: face },
		] as const
	).flatMap(({ track, ...named }) => (track === null ? [] : [{ ...named, track }]));
}

/** What was said of the whole session, a card a source. */
export function TrackCards({ tracks }: { readonly tracks: readonly NamedTrack[] }) {
	return tracks.map(({ name, of, track: { overall } }) => (
		<section className={tracks.length === 1 || name === "Both" ? "card span" : "card"} key={name}>
			<h2>{name}</h2>
			<p className="headline small-headline">
				{overall === null ? "Nothing could be told" : verdictWords(overall, of)}
			</p>
			<p className="soft small">{whyWords(overall)}</p>
			{overall?.scores != null && <ScoreBars scores={overall.scores} />}
		</section>
	));
}

/** The whole of a session over time, a row a source. */
export function TrackRows({
	tracks,
	duration,
	children,
}: {
	readonly tracks: readonly NamedTrack[];
	readonly duration: number;
	/** Rows that stand above. */
	readonly children?: ReactNode;
}) {
	const [first] = tracks;
	return (
		<>
			<div className="live-rows">
				{children}
				{tracks.map(({ name, of, track: { segments } }) => (
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
									<title>{`${clock(segment.start)}–${clock(segment.end)}: ${verdictWords(segment, of)}`}</title>
								</rect>
							))}
						</svg>
					</div>
				))}
			</div>
			<Shares segments={first?.track.segments ?? []} />
		</>
	);
}

function Shares({ segments }: { readonly segments: readonly Segment[] }) {
	const seconds = new Map<string, number>();
	for (const { label, start, end } of segments) {
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
			of the {durationWords(total)} that were scored.
		</p>
	);
}
