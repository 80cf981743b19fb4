import { useEffect, useRef, useState } from "react";
import { prepareCanvas } from "../../lib/live/canvas.ts";
import { drawFace } from "../../lib/live/draw-face.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { liveWords } from "../../ui/verdict-words.ts";
import { useLive } from "./use-live.ts";

const views = { mesh: "With mesh", plain: "Plain", blurred: "Blurred", hidden: "Hidden" } as const;
type View = keyof typeof views;

/** The user's own picture, mirrored, with what is seen in it. */
export function CameraView({ session }: { readonly session: LiveSession }) {
	const { face } = useLive(session);
	const [view, setView] = useState<View>("mesh");
	const stage = useRef<HTMLDivElement>(null);
	const overlay = useRef<HTMLCanvasElement>(null);
	const { video } = face;
	useEffect(() => {
		if (video === null) return;
		video.className = "live-video";
		const place = stage.current;
		place?.prepend(video);
		// The stage takes the picture's shape, which may change as a phone is turned.
		const fit = (): void => {
			if (place === null || video.videoWidth === 0) return;
			place.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
		};
		fit();
		video.addEventListener("resize", fit);
		return () => {
			video.removeEventListener("resize", fit);
			video.remove();
		};
	}, [video]);
	useEffect(() => {
		let frame = 0;
		let drawn: unknown;
		const next = (): void => {
			frame = requestAnimationFrame(next);
			const seen = session.frame;
			if (overlay.current === null || seen === drawn) return;
			drawn = seen;
			const began = performance.now();
			const ready = prepareCanvas(overlay.current);
			if (ready !== null && seen !== null && view !== "plain") {
				const { context, width, height } = ready;
				const { analysis } = seen;
				// The picture covers the stage: what stands over is cut off on both sides.
				const scale = Math.max(width / analysis.width, height / analysis.height);
				context.translate((width - analysis.width * scale) / 2, (height - analysis.height * scale) / 2);
				const said = session.store.get().face.prediction;
				for (const each of analysis.faces) {
					drawFace(context, each, {
						scale,
						mirrored: analysis.width * scale,
						mesh: view !== "blurred",
						caption: each.id === seen.face?.id && said?.label != null ? liveWords(said, "face") : "",
					});
				}
			}
			session.addPageWork(performance.now() - began);
		};
		frame = requestAnimationFrame(next);
		return () => cancelAnimationFrame(frame);
	}, [session, view]);
	return (
		<div className="stack tight">
			<div className={`live-stage ${view}`} ref={stage}>
				<canvas
					ref={overlay}
					role="img"
					aria-label={face.words === "" ? "Your picture" : `Your picture: ${face.words}`}
				/>
				{face.device !== "on" && <p className="soft">{face.problem ?? "The camera opens …"}</p>}
			</div>
			<fieldset className="plain segmented">
				<legend className="visually-hidden">How your picture is shown</legend>
				{(Object.keys(views) as View[]).map((each) => (
					<button
						key={each}
						type="button"
						className="button small"
						aria-pressed={view === each}
						onClick={() => setView(each)}
					>
						{views[each]}
					</button>
				))}
			</fieldset>
		</div>
	);
}
