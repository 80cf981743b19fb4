import { type Emotion, emotionNoun } from "@undertone/core";
import { type ActionUnit, actionUnitNumbers, actionUnits } from "@undertone/face";
import { useMemo } from "react";
import { type FaceFrame, facesByPresence, overallOf } from "../lib/face/face-frames.ts";
import { clock, percent } from "../lib/format.ts";
import "./face.css";

/** Units that are worth a row: they reach this much somewhere. */
const least = 0.35;
/** Rows of units at most. */
const mostUnits = 8;

/** Expressions and action units along a video; a click goes there. */
export function FaceRows({
	frames,
	ids,
	duration,
	time,
	onSeek,
}: {
	readonly frames: readonly FaceFrame[];
	readonly ids: readonly number[];
	readonly duration: number;
	readonly time: number;
	/** Left out where there is nothing to go to. */
	readonly onSeek?: (seconds: number) => void;
}) {
	const [first] = ids;
	const count = frames.length;
	// biome-ignore lint/correctness/useExhaustiveDependencies: the list grows in place, its length tells
	const units = useMemo(() => liveliest(frames, first), [count, first]);
	const step = frames[1] === undefined ? 0.2 : ((frames[1].time - (frames[0]?.time ?? 0)) as number);
	const named = frames.some(({ faces }) => faces.some(({ scores }) => scores !== null));
	const x = (seconds: number): number => (1000 * seconds) / duration;
	const row = (label: string, content: React.ReactNode) => (
		<div className="face-row" key={label}>
			<span className="small soft">{label}</span>
			{/* biome-ignore lint/a11y/useKeyWithClickEvents: the video's own control does the same by keyboard */}
			<svg
				viewBox="0 0 1000 30"
				preserveAspectRatio="none"
				className={onSeek === undefined ? "timeline" : "timeline seekable"}
				role="img"
				aria-label={`${label} over time`}
				onClick={(event) => {
					const place = event.currentTarget.getBoundingClientRect();
					onSeek?.(((event.clientX - place.left) / place.width) * duration);
				}}
			>
				{content}
				<line x1={x(time)} x2={x(time)} y1="0" y2="30" stroke="var(--ink)" strokeWidth="2" />
			</svg>
		</div>
	);
	return (
		<div className="face-rows">
			{(named ? ids : []).map((id) =>
				row(
					ids.length > 1 ? `Face ${id}` : "Expression",
					frames.map(({ time: from, faces }) => {
						const face = faces.find((each) => each.id === id);
						if (face === undefined) return null;
						return (
							<rect
								key={from}
								x={x(from)}
								width={x(step) + 0.5}
								y="3"
								height="24"
								fill={face.label === null ? "var(--line-strong)" : `var(--emotion-${face.label})`}
								fillOpacity={face.label === null ? 0.35 : 0.35 + 0.65 * face.confidence}
							>
								<title>{`${clock(from)}: ${face.label === null ? "not sure" : emotionNoun(face.label)}`}</title>
							</rect>
						);
					}),
				),
			)}
			{units.map((unit) =>
				row(
					upperFirst(actionUnits[unit]),
					frames.map(({ time: from, faces }) => {
						const value = faces.find(({ id }) => id === first)?.actionUnits[unit] ?? 0;
						return (
							<rect
								key={from}
								x={x(from)}
								width={x(step) + 0.5}
								y={28 - 26 * value}
								height={26 * value}
								fill="var(--accent)"
							/>
						);
					}),
				),
			)}
		</div>
	);
}

function liveliest(frames: readonly FaceFrame[], id: number | undefined): ActionUnit[] {
	const peak = (unit: ActionUnit): number =>
		frames.reduce(
			(most, { faces }) => Math.max(most, faces.find((face) => face.id === id)?.actionUnits[unit] ?? 0),
			0,
		);
	return actionUnitNumbers
		.map((unit) => [unit, peak(unit)] as const)
		.filter(([, value]) => value >= least)
		.sort(([, a], [, b]) => b - a)
		.slice(0, mostUnits)
		.map(([unit]) => unit)
		.sort((a, b) => a - b);
}

function upperFirst(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How often a face was seen, and what the one seen most often looks like over all of it. */
export function FaceSummary({ frames }: { readonly frames: readonly FaceFrame[] }) {
	const [id = 0] = facesByPresence(frames);
	const said = overallOf(frames, id, 0);
	const seen = frames.filter(({ faces }) => faces.length > 0).length;
	return (
		<p className="soft">
			{frames.length} frames were looked at, {percent(seen / frames.length)} of them with a face.
			{said?.scores != null &&
				` Over all of it the first face looks most like ${emotionNoun(top(said.scores))}, by the mean of the scores.`}
		</p>
	);
}

function top(scores: Partial<Record<Emotion, number>>): Emotion {
	return (Object.entries(scores) as [Emotion, number][]).reduce((best, entry) =>
		entry[1] > best[1] ? entry : best,
	)[0];
}
