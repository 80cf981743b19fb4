import type { AnalysisOf } from "@undertone/api";
import { reasonSentence } from "@undertone/core";
import { useState } from "react";
import { download } from "../../lib/download.ts";
import { facesByPresence } from "../../lib/face/face-frames.ts";
import { bytes, clockTenths, duration } from "../../lib/format.ts";
import { FaceCard } from "../../ui/face-card.tsx";
import { FaceRows, FaceSummary } from "../../ui/face-rows.tsx";
import { Notice } from "../../ui/feedback.tsx";
import { ModelLinks } from "../../ui/model-links.tsx";
import { Verdict } from "../../ui/verdict.tsx";
import { KeepCard } from "./keep-card.tsx";

/** The faces of a picture or video that was not kept: where they were, what they showed, over time for a video. */
export function FaceView({
	analysis,
	saved,
}: {
	readonly analysis: AnalysisOf<"face">;
	readonly saved: boolean;
}) {
	const { result, file } = analysis;
	const { frames, width, height } = result;
	const [time, setTime] = useState(0);
	const isVideo = result.duration > 0;
	const shown = frames.reduce((best, frame) =>
		Math.abs(frame.time - time) < Math.abs(best.time - time) ? frame : best,
	);
	const several = shown.faces.length > 1;
	return (
		<>
			<div className="face-grid">
				<section className="card stack tight" aria-label={isVideo ? "The video" : "The picture"}>
					{/* The one face of a picture says the same beside it. */}
					{(isVideo || several) && <Verdict prediction={result} of="face" />}
					<Places faces={shown.faces} width={width} height={height} />
					{isVideo && (
						<label className="row seek">
							<span className="visually-hidden">Time of the frame</span>
							<input
								type="range"
								min={0}
								max={frames.at(-1)?.time ?? 0}
								step={0.01}
								value={time}
								onChange={(event) => setTime(Number(event.target.value))}
							/>
							<span className="soft tabular">{clockTenths(shown.time)}</span>
						</label>
					)}
					<p className="soft small">
						The {isVideo ? "video" : "picture"} was not kept: these are the places of its faces.
					</p>
				</section>
				<div className="stack">
					{shown.faces.map((face) => (
						<FaceCard
							key={face.id}
							face={face}
							title={
								several ? `Face ${face.id}` : isVideo ? `At ${clockTenths(shown.time)}` : "What it shows"
							}
						/>
					))}
					{shown.faces.length === 0 && (
						<Notice kind="warn">{shown.reasons.map(reasonSentence).join(" ")}</Notice>
					)}
				</div>
			</div>
			{isVideo && (
				<section className="card stack face-after" aria-label="Over time">
					<h2>Over time</h2>
					<FaceRows
						frames={frames}
						ids={facesByPresence(frames)}
						duration={result.duration}
						time={time}
						onSeek={setTime}
					/>
					<FaceSummary frames={frames} />
				</section>
			)}
			<div className="result-grid face-after">
				<section className="card">
					<h2>{isVideo ? "The video" : "The picture"}</h2>
					<dl className="facts">
						<dt>Name</dt>
						<dd>{file.name}</dd>
						{isVideo && (
							<>
								<dt>Duration</dt>
								<dd>{duration(result.duration)}</dd>
								<dt>Frames</dt>
								<dd>{frames.length}</dd>
							</>
						)}
						<dt>As analysed</dt>
						<dd>
							{width} × {height} pixels
						</dd>
						{file.size > 0 && (
							<>
								<dt>Size</dt>
								<dd>{bytes(file.size)}</dd>
							</>
						)}
						<dt>Action units</dt>
						<dd>{result.actionUnitSource}</dd>
					</dl>
				</section>
				<KeepCard analysis={analysis} saved={saved}>
					<button
						type="button"
						className="button small"
						onClick={() => {
							const line = { file: file.name, model: result.model?.name ?? null, width, height, frames };
							const text = `${JSON.stringify(line, null, "\t")}\n`;
							download(`${file.name.replace(/\.[^.]+$/, "")}.json`, "application/json", text);
						}}
					>
						JSON
					</button>
				</KeepCard>
			</div>
			<p className="soft small">
				It describes what a face looks like, not what somebody feels. Made in this page by{" "}
				{result.model === null ? (
					"the action units alone, without a model of expressions"
				) : (
					<ModelLinks face={result.model.name} />
				)}
				.
			</p>
		</>
	);
}

/** Where the faces were, in a frame of the picture's shape. */
function Places({
	faces,
	width,
	height,
}: {
	readonly faces: AnalysisOf<"face">["result"]["frames"][number]["faces"];
	readonly width: number;
	readonly height: number;
}) {
	const unit = Math.max(width, height) / 100;
	const words = `${faces.length} face${faces.length === 1 ? "" : "s"} in the picture`;
	return (
		<svg className="face-places" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
			{faces.map(({ id, box }) => (
				<g key={id}>
					<rect {...box} rx={2 * unit} fill="none" stroke="var(--accent)" strokeWidth={0.6 * unit} />
					{faces.length > 1 && (
						<text x={box.x + unit} y={box.y + 5 * unit} fontSize={4 * unit} fill="var(--ink)">
							{id}
						</text>
					)}
				</g>
			))}
		</svg>
	);
}
