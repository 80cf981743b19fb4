import { reasonSentence } from "@undertone/core";
import type { FaceAnalysis } from "@undertone/recognize";
import { useEffect, useRef, useState } from "react";
import { sentenceOf } from "../../lib/api-client.ts";
import { prepareCanvas } from "../../lib/live/canvas.ts";
import { drawFace } from "../../lib/live/draw-face.ts";
import type { FaceClient } from "../../lib/live/face-client.ts";
import { FaceCard } from "../../ui/face-card.tsx";
import { Notice } from "../../ui/feedback.tsx";
import type { FaceInput } from "./face.tsx";
import { TakeAlong } from "./take-along.tsx";
import { useThreshold } from "./use-threshold.ts";

/** A picture with its faces, and a card for each. */
export function PictureResult({
	client,
	input,
	keeps,
	own,
}: {
	readonly client: FaceClient;
	readonly input: Extract<FaceInput, { readonly kind: "picture" }>;
	/** Whether it may enter a history. */
	readonly keeps: boolean;
	readonly own: boolean;
}) {
	const { bitmap, name, file } = input;
	const threshold = useThreshold(client);
	const [analysis, setAnalysis] = useState<FaceAnalysis | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [mesh, setMesh] = useState(true);
	const canvas = useRef<HTMLCanvasElement>(null);
	useEffect(() => {
		let current = true;
		createImageBitmap(bitmap)
			.then((copy) => client.look(copy, { video: false, thorough: true }))
			.then(
				(seen) => current && setAnalysis(seen.analysis),
				(error: unknown) => current && setProblem(sentenceOf(error)),
			);
		return () => {
			current = false;
		};
	}, [client, bitmap]);
	useEffect(() => {
		const draw = (): void => {
			const ready = canvas.current === null ? null : prepareCanvas(canvas.current);
			if (ready === null) return;
			const { context, width, height } = ready;
			context.drawImage(bitmap, 0, 0, width, height);
			if (analysis === null) return;
			for (const face of analysis.faces) {
				const caption = analysis.faces.length > 1 ? `Face ${face.id}` : "";
				drawFace(context, face, { scale: width / analysis.width, mesh, caption });
			}
		};
		draw();
		const observer = new ResizeObserver(draw);
		if (canvas.current !== null) observer.observe(canvas.current);
		return () => observer.disconnect();
	}, [analysis, bitmap, mesh]);
	const faces = analysis?.faces ?? [];
	return (
		<div className="face-grid">
			<section className="card stack tight" aria-label={`The picture: ${name}`}>
				<canvas
					ref={canvas}
					className="face-picture"
					width={bitmap.width}
					height={bitmap.height}
					role="img"
					aria-label={`The picture with ${faces.length} face${faces.length === 1 ? "" : "s"}`}
				/>
				<label className="check">
					<input type="checkbox" checked={mesh} onChange={(event) => setMesh(event.target.checked)} />
					<span>Show the mesh</span>
				</label>
			</section>
			<div className="stack" aria-live="polite">
				{problem !== null && <Notice kind="error">{problem}</Notice>}
				{analysis === null && problem === null && (
					<p className="spinner-line" role="status">
						Looking …
					</p>
				)}
				{analysis?.reasons.map((reason) => (
					<Notice key={reason} kind="warn">
						{reasonSentence(reason)}
					</Notice>
				))}
				{faces.map((face) => (
					<FaceCard
						key={face.id}
						face={face}
						title={faces.length > 1 ? `Face ${face.id}` : "What it shows"}
					/>
				))}
				{analysis !== null && faces.length > 0 && (
					<TakeAlong
						looked={{ name, file, duration: 0, frames: [{ time: 0, analysis }], threshold, own }}
						keeps={keeps}
					/>
				)}
			</div>
		</div>
	);
}
