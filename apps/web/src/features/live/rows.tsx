import type { Prediction } from "@undertone/core";
import { useEffect, useRef } from "react";
import { clock } from "../../lib/format.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { liveWords } from "../../ui/verdict-words.ts";
import { drawAxis, drawCells, drawWave } from "./draw-rows.ts";
import { drawTrail } from "./draw-trail.ts";

/** Milliseconds between two drawings. */
const drawEveryMs = 50;

/** Runs a drawing at most twenty times a second, and tells the session how long it took. */
function useDrawing(session: LiveSession, draw: () => void): void {
	const latest = useRef(draw);
	latest.current = draw;
	useEffect(() => {
		let frame = 0;
		let last = 0;
		const next = (now: number): void => {
			frame = requestAnimationFrame(next);
			if (now - last < drawEveryMs) return;
			last = now;
			const began = performance.now();
			latest.current();
			session.addPageWork(performance.now() - began);
		};
		frame = requestAnimationFrame(next);
		return () => cancelAnimationFrame(frame);
	}, [session]);
}

/** Waveform and timelines of the last minute, and the same in words for who cannot see them. */
export function Rows({ session }: { readonly session: LiveSession }) {
	const canvases = useRef<Record<string, HTMLCanvasElement | null>>({});
	const { usesVoice, usesFace } = session;
	useDrawing(session, () => {
		const at = canvases.current;
		const time = session.now();
		const seconds = (at.axis?.clientWidth ?? 600) < 480 ? 30 : 60;
		const span = { from: Math.max(0, time - seconds), to: Math.max(seconds, time) };
		if (at.wave) drawWave(at.wave, session.wave, span);
		if (at.voice) drawCells(at.voice, session.voice.cell, session.voice.step, span);
		if (at.face) drawCells(at.face, session.face.cell, session.face.step, span);
		if (at.both) drawCells(at.both, session.fusedCell, session.voice.step, span);
		if (at.axis) drawAxis(at.axis, session.store.get().marks, span);
	});
	const row = (name: string, label: string, className = "live-cells") => (
		<div className="live-row">
			<span className="small soft">{label}</span>
			<canvas
				ref={(canvas) => {
					canvases.current[name] = canvas;
				}}
				className={className}
				role="img"
				aria-label={`${label}: the last minute`}
			/>
		</div>
	);
	return (
		<div className="live-rows">
			{usesVoice && row("wave", "Sound", "live-wave")}
			{usesVoice && row("voice", "Voice")}
			{usesFace && row("face", "Face")}
			{usesVoice && usesFace && row("both", "Both")}
			<div className="live-row">
				<span />
				<canvas
					ref={(canvas) => {
						canvases.current.axis = canvas;
					}}
					className="live-axis"
				/>
			</div>
			<RecentTable session={session} />
		</div>
	);
}

/** The last answers as a table, for a screen reader; it is not announced as it changes. */
function RecentTable({ session }: { readonly session: LiveSession }) {
	const last = Math.max(session.voice.length, session.face.length);
	const cells: { readonly index: number; readonly said: Prediction }[] = [];
	for (let index = Math.max(0, last - 10); index < last; index++) {
		const said = session.fusedCell(index);
		if (said !== null) cells.push({ index, said });
	}
	return (
		<div className="visually-hidden">
			<table>
				<caption>The last five seconds</caption>
				<tbody>
					{cells.map(({ index, said }) => (
						<tr key={index}>
							<th scope="row">{clock(index * session.voice.step)}</th>
							<td>{liveWords(said, session.usesVoice ? "voice" : "face")}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** The trail of valence and arousal. */
export function Trail({ session }: { readonly session: LiveSession }) {
	const canvas = useRef<HTMLCanvasElement>(null);
	useDrawing(session, () => {
		if (canvas.current === null) return;
		drawTrail(canvas.current, {
			cell: session.fusedCell,
			step: session.voice.step,
			now: session.store.get().now,
			time: session.now(),
		});
	});
	return (
		<figure className="live-trail">
			<canvas
				ref={canvas}
				role="img"
				aria-label="Valence from left to right and arousal from bottom to top, derived from the scores"
			/>
			<figcaption className="small soft">
				Valence (left to right) and arousal (up), derived from the scores by published places of the words
				(Russell &amp; Mehrabian 1977). Nothing was measured on these scales.
			</figcaption>
		</figure>
	);
}
