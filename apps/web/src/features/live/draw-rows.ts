import type { Prediction } from "@undertone/core";
import { palette, prepareCanvas } from "../../lib/live/canvas.ts";
import type { WaveRing } from "../../lib/live/wave-ring.ts";

/** The stretch of time that a row shows, in seconds of the session. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** Draws the outline of the sound. */
export function drawWave(canvas: HTMLCanvasElement, wave: WaveRing, { from, to }: Span): void {
	const ready = prepareCanvas(canvas);
	if (ready === null) return;
	const { context, width, height } = ready;
	const { accent, line } = palette();
	const middle = height / 2;
	context.fillStyle = line;
	context.fillRect(0, middle, width, 1);
	context.fillStyle = accent;
	const pairs = (to - from) * wave.rate;
	const perPixel = Math.max(1, Math.ceil(pairs / width));
	const first = Math.ceil((from * wave.rate) / perPixel) * perPixel;
	const step = width / pairs;
	for (let index = first; index < to * wave.rate; index += perPixel) {
		let low = 0;
		let high = 0;
		for (let k = index; k < index + perPixel; k++) {
			const [l, h] = wave.at(k);
			if (l < low) low = l;
			if (h > high) high = h;
		}
		if (high - low < 1e-4) continue;
		// Speech rarely fills the scale: its root is easier to see.
		const top = Math.sqrt(high) * (middle - 2);
		const bottom = Math.sqrt(-low) * (middle - 2);
		context.fillRect(
			(index - from * wave.rate) * step,
			middle - top,
			Math.max(0.8, perPixel * step - 0.3),
			top + bottom,
		);
	}
}

/** Draws cells as coloured stretches: the stronger, the more likely; grey where it is not sure. */
export function drawCells(
	canvas: HTMLCanvasElement,
	cell: (index: number) => Prediction | null,
	step: number,
	{ from, to }: Span,
): void {
	const ready = prepareCanvas(canvas);
	if (ready === null) return;
	const { context, width, height } = ready;
	const colours = palette();
	const scale = width / (to - from);
	for (let index = Math.max(0, Math.floor(from / step)); index * step < to; index++) {
		const said = cell(index);
		if (said === null || said.scores === null) continue;
		const { label, confidence } = said;
		context.globalAlpha = label === null ? 0.3 : 0.35 + 0.65 * confidence;
		context.fillStyle = label === null ? colours.strong : colours.emotion[label];
		context.fillRect((index * step - from) * scale, 3, step * scale + 0.4, height - 6);
	}
	context.globalAlpha = 1;
}

/** Draws the seconds under the rows, and the marks. */
export function drawAxis(
	canvas: HTMLCanvasElement,
	marks: readonly { readonly time: number }[],
	{ from, to }: Span,
): void {
	const ready = prepareCanvas(canvas);
	if (ready === null) return;
	const { context, width, height } = ready;
	const { soft, line, accent } = palette();
	const scale = width / (to - from);
	context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
	context.textBaseline = "bottom";
	const every = (to - from) * 12 > width / 4 ? 10 : 5;
	for (let second = Math.ceil(from / every) * every; second <= to; second += every) {
		if (second < 0) continue;
		const x = (second - from) * scale;
		context.fillStyle = line;
		context.fillRect(x, 0, 1, 6);
		context.fillStyle = soft;
		const words = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
		const text = context.measureText(words).width;
		context.fillText(words, Math.max(0, Math.min(width - text, x - text / 2)), height);
	}
	context.fillStyle = accent;
	for (const { time } of marks) {
		if (time < from) continue;
		const x = (time - from) * scale;
		context.beginPath();
		context.moveTo(x, 0);
		context.lineTo(x - 5, 8);
		context.lineTo(x + 5, 8);
		context.fill();
	}
}
