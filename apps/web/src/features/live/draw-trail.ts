import { type Emotion, emotionNoun, type Prediction } from "@undertone/core";
import { labelCoordinates, valenceArousal } from "@undertone/recognize";
import { palette, prepareCanvas } from "../../lib/live/canvas.ts";

/** Seconds that the trail goes back. */
const trailSeconds = 20;

/** Draws where the scores of the last seconds lie in the plane of valence and arousal. */
export function drawTrail(
	canvas: HTMLCanvasElement,
	{
		cell,
		step,
		now,
		time,
	}: {
		readonly cell: (index: number) => Prediction | null;
		readonly step: number;
		readonly now: Prediction | null;
		readonly time: number;
	},
): void {
	const ready = prepareCanvas(canvas);
	if (ready === null) return;
	const { context, width, height } = ready;
	const colours = palette();
	const x = (valence: number): number => width / 2 + (valence * (width - 24)) / 2;
	const y = (arousal: number): number => height / 2 - (arousal * (height - 24)) / 2;
	context.fillStyle = colours.line;
	context.fillRect(12, height / 2, width - 24, 1);
	context.fillRect(width / 2, 12, 1, height - 24);
	context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
	context.textBaseline = "middle";
	for (const label of Object.keys(now?.scores ?? {}) as Emotion[]) {
		const place = labelCoordinates[label];
		context.fillStyle = colours.emotion[label];
		context.beginPath();
		context.arc(x(place.valence), y(place.arousal), 3.5, 0, 2 * Math.PI);
		context.fill();
		context.fillStyle = colours.soft;
		const words = emotionNoun(label).replace(" speech", "");
		const text = context.measureText(words).width;
		const right = place.valence > -0.56 && x(place.valence) + 8 + text < width;
		// Disgust, anger and fear lie close together.
		const shift = label === "fearful" ? -9 : label === "angry" ? 2 : 0;
		context.fillText(
			words,
			right ? x(place.valence) + 8 : x(place.valence) - 8 - text,
			y(place.arousal) + shift,
		);
	}
	const last = Math.floor(time / step);
	let before: readonly [number, number] | null = null;
	const most = trailSeconds / step;
	for (let i = Math.max(0, last - most); i <= last; i++) {
		const scores = (i === last ? now : cell(i))?.scores;
		if (scores == null) {
			before = null;
			continue;
		}
		const { valence, arousal } = valenceArousal(scores);
		const here = [x(valence), y(arousal)] as const;
		if (before !== null) {
			context.globalAlpha = 0.15 + 0.85 * (1 - (last - i) / most);
			context.strokeStyle = colours.accent;
			context.lineWidth = 2;
			context.beginPath();
			context.moveTo(...before);
			context.lineTo(...here);
			context.stroke();
		}
		before = here;
	}
	context.globalAlpha = 1;
	if (before === null) return;
	context.fillStyle = colours.accent;
	context.beginPath();
	context.arc(...before, 6, 0, 2 * Math.PI);
	context.fill();
	context.strokeStyle = colours.surface;
	context.lineWidth = 2;
	context.stroke();
}
