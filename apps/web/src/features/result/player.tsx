import type { AnalysisOf, SpeechResult } from "@undertone/api";
import { type Emotion, emotionNoun } from "@undertone/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { clockTenths } from "../../lib/format.ts";
import { useRedraw } from "../../lib/use-redraw.ts";
import { verdictWords } from "../../ui/verdict-words.ts";
import { drawSpectrogram } from "./draw-spectrogram.ts";
import { drawWaveform } from "./draw-waveform.ts";
import { PartsOverlay } from "./spectrogram-parts.tsx";

/** The waveform with player, spectrogram and timeline in step; without the recording, its stored outline. */
export function Player({
	analysis,
	audio,
	signal,
}: {
	readonly analysis: AnalysisOf<"speech">;
	readonly audio: Blob | null;
	readonly signal: Float32Array | null;
}) {
	const { result, peaks, id } = analysis;
	const total = result.duration;
	const url = useMemo(() => {
		if (audio !== null) return URL.createObjectURL(audio);
		return analysis.recordingKept ? `/api/v1/analyses/${id}/recording` : null;
	}, [audio, analysis.recordingKept, id]);
	useEffect(() => () => (url?.startsWith("blob:") ? URL.revokeObjectURL(url) : undefined), [url]);
	const element = useRef<HTMLAudioElement>(null);
	const wave = useRef<HTMLCanvasElement>(null);
	const spectrogram = useRef<HTMLCanvasElement>(null);
	const [time, setTime] = useState(0);
	const theme = useRedraw();
	const [playing, setPlaying] = useState(false);

	// biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when the colours change
	useEffect(() => {
		if (wave.current !== null) drawWaveform(wave.current, peaks, time / total);
	}, [peaks, time, total, theme]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when the colours change
	useEffect(() => {
		if (spectrogram.current !== null && signal !== null) drawSpectrogram(spectrogram.current, signal);
	}, [signal, theme]);
	useEffect(() => {
		if (!playing) return;
		let frame = 0;
		const follow = (): void => {
			setTime(element.current?.currentTime ?? 0);
			frame = requestAnimationFrame(follow);
		};
		frame = requestAnimationFrame(follow);
		return () => cancelAnimationFrame(frame);
	}, [playing]);

	const seek = (share: number): void => {
		if (element.current === null) return;
		element.current.currentTime = share * total;
		setTime(share * total);
	};
	const current = result.segments.find((segment) => segment.start <= time && time < segment.end);
	return (
		<div className="stack">
			<div>
				<canvas
					ref={wave}
					className="wave"
					role="img"
					aria-label="Waveform"
					onClick={(event) => {
						const place = event.currentTarget.getBoundingClientRect();
						seek((event.clientX - place.left) / place.width);
					}}
				/>
				<Timeline segments={result.segments} duration={total} time={time} />
				{signal !== null && (
					<div className="spectrogram-frame">
						<canvas
							ref={spectrogram}
							className="spectrogram"
							role="img"
							aria-label="Spectrogram, 0 to 8 kHz"
						/>
						{result.frames != null && <PartsOverlay parts={result.frames} duration={total} />}
					</div>
				)}
				<Legend segments={result.segments} />
			</div>
			{url === null ? (
				<p className="soft small">The recording was not kept, so it cannot be played: this is its outline.</p>
			) : (
				// biome-ignore lint/a11y/useMediaCaption: the timeline below is its description
				<audio
					ref={element}
					src={url}
					onPlay={() => setPlaying(true)}
					onPause={() => setPlaying(false)}
					onEnded={() => setPlaying(false)}
				/>
			)}
			<div className="row">
				{url !== null && (
					<button
						type="button"
						className="button"
						onClick={() => (playing ? element.current?.pause() : void element.current?.play())}
					>
						{playing ? "Pause" : "Play"}
					</button>
				)}
				<label className="row seek">
					<span className="visually-hidden">Position</span>
					<input
						type="range"
						min={0}
						max={total}
						step={0.01}
						value={Math.min(time, total)}
						disabled={url === null}
						onChange={(event) => seek(Number(event.target.value) / total)}
					/>
				</label>
				<span className="soft tabular">
					{clockTenths(time)} / {clockTenths(total)}
				</span>
				<span className="soft" aria-live="off">
					{current === undefined ? "" : verdictWords(current)}
				</span>
			</div>
		</div>
	);
}

type Segments = SpeechResult["segments"];

/** Segments as coloured stretches; a table of the same for who cannot see it. */
function Timeline({
	segments,
	duration,
	time,
}: {
	readonly segments: Segments;
	readonly duration: number;
	readonly time: number;
}) {
	return (
		<>
			<svg
				className="timeline"
				viewBox="0 0 1000 30"
				preserveAspectRatio="none"
				role="img"
				aria-label="Timeline of expressions"
			>
				{segments.map((segment) => (
					<rect
						key={segment.start}
						x={(1000 * segment.start) / duration}
						width={Math.max(1, (1000 * (segment.end - segment.start)) / duration - 2)}
						y="3"
						height="24"
						rx="3"
						fill={segment.label === null ? "var(--line-strong)" : `var(--emotion-${segment.label})`}
						fillOpacity={segment.label === null ? 0.35 : 0.35 + 0.65 * segment.confidence}
					>
						<title>{`${clockTenths(segment.start)}–${clockTenths(segment.end)}: ${verdictWords(segment)}`}</title>
					</rect>
				))}
				<line
					x1={(1000 * time) / duration}
					x2={(1000 * time) / duration}
					y1="0"
					y2="30"
					stroke="var(--ink)"
					strokeWidth="2"
				/>
			</svg>
			{/* a table would not shrink to nothing */}
			<div className="visually-hidden">
				<table>
					<caption>Timeline</caption>
					<tbody>
						{segments.map((segment) => (
							<tr key={segment.start}>
								<th scope="row">
									{clockTenths(segment.start)} to {clockTenths(segment.end)}
								</th>
								<td>{verdictWords(segment)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</>
	);
}

function Legend({ segments }: { readonly segments: Segments }) {
	const labels = [...new Set(segments.map((segment) => segment.label))];
	return (
		<ul className="legend">
			{labels.map((label) => (
				<li key={label ?? "none"}>
					<svg viewBox="0 0 10 10" aria-hidden="true">
						<rect
							width="10"
							height="10"
							rx="2"
							fill={label === null ? "var(--line-strong)" : `var(--emotion-${label})`}
						/>
					</svg>
					{label === null ? "not sure" : emotionNoun(label as Emotion)}
				</li>
			))}
		</ul>
	);
}
