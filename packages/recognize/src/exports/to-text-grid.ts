import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import type { PointTier, Tier } from "./tier.ts";

/**
 * The timeline as a Praat TextGrid (long text format): the tiers `emotion` (label or `not sure`),
 * `confidence` and `speech`.
 *
 * @see https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html
 */
export function toTextGrid(analysis: SpeechAnalysis): string {
	const { duration, segments, speech } = analysis;
	return textGrid(
		[
			{
				name: "emotion",
				intervals: segments.map(({ start, end, label }) => ({ start, end, text: label ?? "not sure" })),
			},
			{
				name: "confidence",
				intervals: segments.map(({ start, end, confidence }) => ({
					start,
					end,
					text: confidence.toFixed(3),
				})),
			},
			{ name: "speech", intervals: speech.map(({ start, end }) => ({ start, end, text: "speech" })) },
		],
		duration,
	);
}

/** Tiers as a TextGrid; what lies between their intervals is empty. */
export function textGrid(tiers: readonly (Tier | PointTier)[], duration: number): string {
	const lines = [
		'File type = "ooTextFile"',
		'Object class = "TextGrid"',
		"",
		"xmin = 0",
		`xmax = ${duration}`,
		"tiers? <exists>",
		`size = ${tiers.length}`,
		"item []:",
	];
	for (const [t, tier] of tiers.entries()) {
		const isPoints = "points" in tier;
		lines.push(
			`    item [${t + 1}]:`,
			`        class = "${isPoints ? "TextTier" : "IntervalTier"}"`,
			`        name = "${tier.name}"`,
			"        xmin = 0",
			`        xmax = ${duration}`,
			...(isPoints ? pointLines(tier) : intervalLines(tier, duration)),
		);
	}
	return `${lines.join("\n")}\n`;
}

function intervalLines({ intervals }: Tier, duration: number): string[] {
	const covering = filled(intervals, duration);
	return [
		`        intervals: size = ${covering.length}`,
		...covering.flatMap(({ start, end, text }, i) => [
			`        intervals [${i + 1}]:`,
			`            xmin = ${start}`,
			`            xmax = ${end}`,
			`            text = "${text.replaceAll('"', '""')}"`,
		]),
	];
}

function pointLines({ points }: PointTier): string[] {
	return [
		`        points: size = ${points.length}`,
		...points.flatMap(({ time, text }, i) => [
			`        points [${i + 1}]:`,
			`            number = ${time}`,
			`            mark = "${text.replaceAll('"', '""')}"`,
		]),
	];
}

/** A tier must cover its whole time: what lies between becomes intervals without text. */
function filled(intervals: Tier["intervals"], duration: number): Tier["intervals"] {
	const all: Tier["intervals"][number][] = [];
	let at = 0;
	for (const interval of intervals) {
		if (interval.start > at) all.push({ start: at, end: interval.start, text: "" });
		all.push(interval);
		at = interval.end;
	}
	if (at < duration) all.push({ start: at, end: duration, text: "" });
	return all;
}
