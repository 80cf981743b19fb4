import { reasonSentence } from "@undertone/core";
import type { FaceAnalysis } from "@undertone/recognize";
import { useEffect, useMemo, useRef, useState } from "react";
import { sentenceOf } from "../../lib/api-client.ts";
import { facesByPresence } from "../../lib/face/face-frames.ts";
import { clock } from "../../lib/format.ts";
import { prepareCanvas } from "../../lib/live/canvas.ts";
import { drawFace } from "../../lib/live/draw-face.ts";
import type { FaceClient } from "../../lib/live/face-client.ts";
import { FaceCard } from "../../ui/face-card.tsx";
import { FaceRows, FaceSummary } from "../../ui/face-rows.tsx";
import { Notice } from "../../ui/feedback.tsx";
import type { FaceInput } from "./face.tsx";
import { TakeAlong } from "./take-along.tsx";
import { useThreshold } from "./use-threshold.ts";

/** A frame that was looked at. */
interface VideoFrame {
	/** Seconds. */
	readonly time: number;
	readonly analysis: FaceAnalysis;
}

/** Frames a second that are looked at, and at most so many of a whole video. */
const rate = 5;
const mostFrames = 1500;

/** A video, looked at frame by frame, with what was seen over time. */
export function VideoResult({
	client,
	input,
	keeps,
	own,
}: {
	readonly client: FaceClient;
	readonly input: Extract<FaceInput, { readonly kind: "video" }>;
	/** Whether it may enter a history. */
	readonly keeps: boolean;
	readonly own: boolean;
}) {
	const { url, name, file } = input;
	const threshold = useThreshold(client);
	const video = useRef<HTMLVideoElement>(null);
	const overlay = useRef<HTMLCanvasElement>(null);
	const [frames, setFrames] = useState<readonly VideoFrame[]>([]);
	const [duration, setDuration] = useState(Number.NaN);
	const [finished, setFinished] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const [time, setTime] = useState(0);
	const aborted = useRef<AbortController | null>(null);

	useEffect(() => {
		const controller = new AbortController();
		aborted.current = controller;
		client.reset();
		lookAtVideo(url, client, controller.signal, {
			onDuration: setDuration,
			onFrame: (frame) => setFrames((before) => [...before, frame]),
		}).then(
			() => setFinished(true),
			(error: unknown) => {
				if (controller.signal.aborted) return;
				setProblem(sentenceOf(error));
				setFinished(true);
			},
		);
		return () => controller.abort();
	}, [client, url]);

	const done = frames.at(-1)?.time ?? 0;
	const shown = nearest(frames, time);
	useEffect(() => {
		const draw = (): void => {
			const ready = overlay.current === null ? null : prepareCanvas(overlay.current);
			if (ready === null || shown === undefined) return;
			const { faces, width } = shown.analysis;
			for (const face of faces) {
				const caption = faces.length > 1 ? `Face ${face.id}` : "";
				drawFace(ready.context, face, { scale: ready.width / width, mesh: true, caption });
			}
		};
		draw();
		// The video has no size before it is loaded.
		const observer = new ResizeObserver(draw);
		if (overlay.current !== null) observer.observe(overlay.current);
		return () => observer.disconnect();
	}, [shown]);

	const plain = useMemo(
		() => frames.map(({ time: at, analysis }) => ({ time: at, faces: analysis.faces })),
		[frames],
	);
	const ids = facesByPresence(plain);
	const length = Number.isNaN(duration) ? done : duration;
	return (
		<div className="stack">
			<div className="face-grid">
				<section className="card stack tight" aria-label={`The video: ${name}`}>
					<div className="face-stage">
						{/* biome-ignore lint/a11y/useMediaCaption: what is seen stands beside it in words */}
						<video
							ref={video}
							src={url}
							controls
							playsInline
							onTimeUpdate={(event) => setTime(event.currentTarget.currentTime)}
							onSeeked={(event) => setTime(event.currentTarget.currentTime)}
						/>
						<canvas ref={overlay} role="img" aria-label="What was seen in this frame" />
					</div>
					{!finished && (
						<div className="row face-progress">
							<label className="small soft">
								Looking … {clock(done)} of {Number.isNaN(duration) ? "–" : clock(duration)}
								<progress value={Number.isNaN(duration) ? 0 : done} max={duration || 1} />
							</label>
							<button type="button" className="button small" onClick={() => aborted.current?.abort()}>
								Stop
							</button>
						</div>
					)}
					{problem !== null && <Notice kind="error">{problem}</Notice>}
				</section>
				<div className="stack">
					{shown?.analysis.faces.map((face) => (
						<FaceCard
							key={face.id}
							face={face}
							title={shown.analysis.faces.length > 1 ? `Face ${face.id}` : `At ${clock(time)}`}
						/>
					))}
					{shown !== undefined && shown.analysis.faces.length === 0 && (
						<Notice kind="warn">{shown.analysis.reasons.map(reasonSentence).join(" ")}</Notice>
					)}
				</div>
			</div>
			{frames.length > 0 && (
				<section className="card stack" aria-label="Over time">
					<h2>Over time</h2>
					<FaceRows
						frames={plain}
						ids={ids}
						duration={length}
						time={time}
						onSeek={(seconds) => {
							if (video.current !== null) video.current.currentTime = seconds;
						}}
					/>
					{finished && <FaceSummary frames={plain} />}
					<TakeAlong
						looked={{ name, file, duration: length, frames, threshold, own }}
						keeps={keeps && finished}
					/>
				</section>
			)}
		</div>
	);
}

/** The frame nearest to a time, if it is within a second of it. */
function nearest(frames: readonly VideoFrame[], seconds: number): VideoFrame | undefined {
	const near = frames.reduce<VideoFrame | undefined>(
		(best, frame) =>
			best === undefined || Math.abs(frame.time - seconds) < Math.abs(best.time - seconds) ? frame : best,
		undefined,
	);
	return near !== undefined && Math.abs(near.time - seconds) <= 1 ? near : undefined;
}

/**
 * Goes through a video by its own clock, a frame every fifth of a second, decoded by the browser. Another element than
 * the one that is shown, so that who watches is not disturbed.
 *
 * @throws {Error} With a sentence: no video, or one the browser cannot decode.
 */
async function lookAtVideo(
	url: string,
	client: FaceClient,
	signal: AbortSignal,
	{
		onDuration,
		onFrame,
	}: { readonly onDuration: (seconds: number) => void; readonly onFrame: (frame: VideoFrame) => void },
): Promise<void> {
	const video = document.createElement("video");
	video.muted = true;
	video.preload = "auto";
	video.src = url;
	const happens = (event: string): Promise<unknown> =>
		new Promise((resolve, reject) => {
			video.addEventListener(event, resolve, { once: true });
			video.addEventListener(
				"error",
				() => reject(new Error("This browser cannot decode the video. Try MP4 (H.264) or WebM.")),
				{ once: true },
			);
			signal.addEventListener("abort", () => reject(signal.reason), { once: true });
		});
	try {
		await happens("loadeddata");
		if (video.videoWidth === 0)
			throw new Error("There is no picture in it, only sound. For a voice go to Upload.");
		const duration = Number.isFinite(video.duration) ? video.duration : await findDuration(video, happens);
		onDuration(duration);
		const step = Math.max(1 / rate, duration / mostFrames);
		for (let time = 0; time < duration && !signal.aborted; time += step) {
			const seeked = happens("seeked");
			video.currentTime = time;
			await seeked;
			const frame = await createImageBitmap(video);
			const { analysis } = await client.look(frame, { video: true, thorough: true });
			onFrame({ time, analysis });
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		video.removeAttribute("src");
		video.load();
	}
}

/** Recordings of a browser do not say how long they are: going to the end tells. */
async function findDuration(
	video: HTMLVideoElement,
	happens: (event: string) => Promise<unknown>,
): Promise<number> {
	const known = happens("durationchange");
	video.currentTime = Number.MAX_SAFE_INTEGER;
	await known;
	return Number.isFinite(video.duration) ? video.duration : 0;
}
