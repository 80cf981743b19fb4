import type { AnalysisOf } from "@undertone/api";
import { useEffect, useRef } from "react";
import { duration } from "../../lib/format.ts";
import { useRedraw } from "../../lib/use-redraw.ts";
import { ExportButtons } from "../../ui/export-buttons.tsx";
import { namedTracks, TrackCards, TrackRows } from "../../ui/live-tracks.tsx";
import { MarkList } from "../../ui/mark-list.tsx";
import { ModelLinks } from "../../ui/model-links.tsx";
import { drawWaveform } from "./draw-waveform.ts";
import { KeepCard } from "./keep-card.tsx";

/** A live session: what was said of each source, over all of it and over time, and its marks. */
export function LiveView({
	analysis,
	saved,
}: {
	readonly analysis: AnalysisOf<"live">;
	readonly saved: boolean;
}) {
	const { result, peaks, note } = analysis;
	const tracks = namedTracks(result);
	const [speech, face] = [result.speech, result.face].map((track) =>
		track === null || track.overall === null ? undefined : track.model,
	);
	const usual = [
		result.profile ? "the voice's own usual" : "",
		result.neutralFace ? "the face's neutral" : "",
	].filter((words) => words !== "");
	return (
		<>
			<div className="result-grid">
				<TrackCards tracks={tracks} />
				<section className="card span">
					<h2>Over time</h2>
					<TrackRows tracks={tracks} duration={result.duration}>
						{peaks.length > 0 && <Outline peaks={peaks} />}
					</TrackRows>
					<p className="soft small">
						{duration(result.duration)}. Neither sound nor picture was kept.
						{usual.length > 0 && ` Measured from ${usual.join(" and ")}, known beforehand.`}
					</p>
				</section>
				{result.marks.length > 0 && (
					<section className="card">
						<h2>Marks</h2>
						<MarkList marks={result.marks} />
					</section>
				)}
				<KeepCard analysis={analysis} saved={saved}>
					<ExportButtons
						name={`live ${result.started.slice(0, 16).replace(":", "-")}`}
						write={async (format) => {
							const { exportLiveRecord } = await import("@undertone/recognize");
							return exportLiveRecord({ ...result, note }, format);
						}}
					/>
				</KeepCard>
			</div>
			<p className="soft small">
				It describes likeness, not what somebody feels. Made live in this page
				{(speech ?? face) !== undefined && " by "}
				<ModelLinks speech={speech} face={face} />
				{speech !== undefined && face !== undefined && ", both together as the mean of their scores"}.
			</p>
		</>
	);
}

/** The outline of the sound. */
function Outline({ peaks }: { readonly peaks: readonly number[] }) {
	const canvas = useRef<HTMLCanvasElement>(null);
	const theme = useRedraw();
	// biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when the colours change
	useEffect(() => {
		if (canvas.current !== null) drawWaveform(canvas.current, peaks, 0);
	}, [peaks, theme]);
	return (
		<div className="live-row">
			<span className="small soft">Sound</span>
			<canvas ref={canvas} className="wave" role="img" aria-label="Outline of the sound" />
		</div>
	);
}
