import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Tracks } from "../../lib/feature-messages.ts";
import { useRedraw } from "../../lib/use-redraw.ts";
import { columnRanges, drawDots, drawHeat, drawLine, drawOutline, type Surface, surfaceOf } from "./draw.ts";

const highestFrequency = 8000;
const spectrogramRangeDb = 70;

/** Everything over time, one below the other, with one cursor through all of it. */
export function TrackView({ tracks, audio }: { readonly tracks: Tracks; readonly audio: Blob | null }) {
	const [time, setTime] = useState(0);
	const [overlay, setOverlay] = useState({ pitch: true, formants: true, intensity: false });
	const { duration } = tracks;
	const url = useMemo(() => (audio === null ? null : URL.createObjectURL(audio)), [audio]);
	useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
	const ranges = useMemo(() => rangesOf(tracks), [tracks]);
	const cepstra = useMemo(() => columnRanges(tracks.mfcc), [tracks]);
	const follow = (event: PointerEvent<HTMLDivElement>): void => {
		const canvas = event.currentTarget.querySelector("canvas");
		if (canvas === null) return;
		const { left, width } = canvas.getBoundingClientRect();
		const share = (event.clientX - left) / width;
		if (share >= 0 && share <= 1) setTime(share * duration);
	};
	const line = (values: ArrayLike<number>, [low, high]: readonly [number, number], name: string) =>
		({ ...(name === "pitch" ? tracks.pitch : tracks.intensity), values, low, high, duration }) as const;
	return (
		<div>
			<div className="row overlays">
				<span className="label">Over the spectrogram</span>
				{(Object.keys(overlay) as (keyof typeof overlay)[]).map((name) => (
					<label className="check" key={name}>
						<input
							type="checkbox"
							checked={overlay[name]}
							onChange={(event) => setOverlay({ ...overlay, [name]: event.target.checked })}
						/>
						<span className={`overlay-${name}`}>{name}</span>
					</label>
				))}
			</div>
			<div className="tracks" onPointerMove={follow} onPointerDown={follow}>
				<Track
					name="Waveform"
					range={[`${tracks.syllables.length} syllables`, `${tracks.pauses.length} pauses`]}
					label={`Waveform with ${tracks.syllables.length} syllables and ${tracks.pauses.length} pauses marked`}
					height="medium"
					draw={(surface) => {
						drawPauses(surface, tracks);
						drawOutline(surface, tracks.peaks);
						drawSyllables(surface, tracks);
					}}
					drawn={tracks}
				/>
				<Track
					name="Spectrogram"
					range={["8 kHz", "0"]}
					label="Spectrogram, 0 to 8 kHz"
					height="tall"
					drawn={`${JSON.stringify(overlay)} ${duration}`}
					draw={(surface) => {
						drawHeat(surface, tracks.spectrogram, (value) => 1 + value / spectrogramRangeDb);
						if (overlay.formants) {
							drawDots(
								surface,
								tracks.formants,
								{ duration, high: highestFrequency, colour: surface.colour("--danger") },
								(at) => Number.isFinite(valueAt(tracks.pitch, at)),
							);
						}
						if (overlay.intensity) {
							const colour = surface.colour("--warn");
							drawLine(surface, tracks.intensity.values, {
								...line(tracks.intensity.values, ranges.intensity, "intensity"),
								colour,
							});
						}
						if (overlay.pitch) {
							const colour = surface.colour("--ink");
							drawLine(surface, tracks.pitch.values, {
								...line(tracks.pitch.values, ranges.pitch, "pitch"),
								colour,
							});
						}
					}}
				/>
				<Track
					name="Pitch"
					range={[`${Math.round(ranges.pitch[1])} Hz`, `${Math.round(ranges.pitch[0])} Hz`]}
					label={`Pitch over time, drawn from ${Math.round(ranges.pitch[0])} to ${Math.round(ranges.pitch[1])} Hz`}
					height="medium"
					drawn={tracks}
					draw={(surface) =>
						drawLine(surface, tracks.pitch.values, {
							...line(tracks.pitch.values, ranges.pitch, "pitch"),
							colour: surface.colour("--accent"),
						})
					}
				/>
				<Track
					name="Intensity"
					range={[`${Math.round(ranges.intensity[1])} dB`, `${Math.round(ranges.intensity[0])} dB`]}
					label={`Intensity over time, drawn from ${Math.round(ranges.intensity[0])} to ${Math.round(ranges.intensity[1])} dB`}
					height="medium"
					drawn={tracks}
					draw={(surface) =>
						drawLine(surface, tracks.intensity.values, {
							...line(tracks.intensity.values, ranges.intensity, "intensity"),
							colour: surface.colour("--accent"),
						})
					}
				/>
				<Track
					name="MFCC"
					range={["12", "1"]}
					label="Mel-frequency cepstral coefficients 1 to 12 over time, each from its lowest to its highest"
					height="medium"
					drawn={tracks}
					draw={(surface) =>
						drawHeat(surface, tracks.mfcc, (value, column) => {
							const [low, high] = cepstra[column] ?? [0, 1];
							return (value - low) / (high - low);
						})
					}
				/>
				<Track
					name="Chroma"
					range={["B", "C"]}
					label="Chroma, the twelve pitch classes from C to B over time"
					height="medium"
					drawn={tracks}
					draw={(surface) => drawHeat(surface, tracks.chroma, (value) => value)}
				/>
				<Cursor share={time / duration} />
			</div>
			<TimeAxis duration={duration} />
			<label className="scrub">
				<span className="label">Time</span>
				<input
					type="range"
					min={0}
					max={duration}
					step={0.01}
					value={time}
					aria-valuetext={`${time.toFixed(2)} s`}
					onChange={(event) => setTime(Number(event.target.value))}
				/>
			</label>
			<p className="readout tabular">{readout(tracks, time)}</p>
			<p className="soft small">
				Over the spectrogram, the lines of pitch and intensity have the ranges of their own tracks. Red marks
				are syllables, light bands pauses.
			</p>
			{url !== null && (
				// biome-ignore lint/a11y/useMediaCaption: the tracks above are what it holds
				<audio
					controls
					src={url}
					className="plain-audio"
					onTimeUpdate={(event) => setTime(Math.min(duration, event.currentTarget.currentTime))}
				/>
			)}
		</div>
	);
}

function Track({
	name,
	range,
	label,
	height,
	draw,
	drawn,
}: {
	readonly name: string;
	/** What stands at the top and at the bottom. */
	readonly range: readonly [string, string];
	readonly label: string;
	readonly height: "medium" | "tall";
	readonly draw: (surface: Surface) => void;
	/** Changes when it must be drawn anew. */
	readonly drawn: unknown;
}) {
	const canvas = useRef<HTMLCanvasElement>(null);
	const version = useRedraw();
	const latest = useRef(draw);
	latest.current = draw;
	// biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when what it shows, the colours or the width change
	useEffect(() => {
		const surface = canvas.current === null ? null : surfaceOf(canvas.current);
		if (surface !== null) latest.current(surface);
	}, [version, drawn]);
	return (
		<div className="track">
			<div className="track-name">
				<strong>{name}</strong>
				<span className="soft small">{range[0]}</span>
				<span className="soft small">{range[1]}</span>
			</div>
			<canvas ref={canvas} className={height} role="img" aria-label={label} />
		</div>
	);
}

/** Through all tracks. */
function Cursor({ share }: { readonly share: number }) {
	return (
		<div className="track-cursor" aria-hidden="true">
			<span style={{ left: `${100 * share}%` }} />
		</div>
	);
}

function TimeAxis({ duration }: { readonly duration: number }) {
	const ticks = [0, 0.25, 0.5, 0.75, 1];
	return (
		<div className="time-axis soft small" aria-hidden="true">
			{ticks.map((share) => (
				<span key={share}>{(share * duration).toFixed(duration < 10 ? 2 : 0)} s</span>
			))}
		</div>
	);
}

function drawPauses({ context, width, height, colour }: Surface, { pauses, duration }: Tracks): void {
	context.fillStyle = colour("--warn-soft");
	for (const { start, end } of pauses) {
		context.fillRect((start / duration) * width, 0, ((end - start) / duration) * width, height);
	}
}

function drawSyllables({ context, width, height, colour }: Surface, { syllables, duration }: Tracks): void {
	context.fillStyle = colour("--danger");
	for (const time of syllables) context.fillRect((time / duration) * width - 1, height - 9, 2, 9);
}

/** Pitch within what it covers, at least an octave; intensity over its loudest 50 dB. */
function rangesOf({ pitch, intensity }: Tracks): Record<"pitch" | "intensity", readonly [number, number]> {
	const heard = pitch.values.filter((value) => Number.isFinite(value));
	const low = heard.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
	const high = heard.reduce((most, value) => Math.max(most, value), 0);
	const loudest = intensity.values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
	const top = Number.isFinite(loudest) ? Math.ceil(loudest / 5) * 5 : 0;
	if (heard.length === 0) return { pitch: [75, 600], intensity: [top - 50, top] };
	const floor = Math.max(50, Math.floor((low * 0.9) / 10) * 10);
	return {
		pitch: [floor, Math.max(2 * floor, Math.ceil((high * 1.1) / 10) * 10)],
		intensity: [top - 50, top],
	};
}

/** The value of the frame next to a time. */
export function valueAt(
	{ start, step, values }: { readonly start: number; readonly step: number; readonly values: Float64Array },
	time: number,
): number {
	return values[Math.round((time - start) / step)] ?? Number.NaN;
}

function readout(tracks: Tracks, time: number): string {
	const f0 = valueAt(tracks.pitch, time);
	const level = valueAt(tracks.intensity, time);
	const { formants } = tracks;
	const frame = Math.round((time - formants.start) / formants.step);
	const resonances = Array.from(
		formants.data.subarray(frame * formants.columns, frame * formants.columns + 3),
	).filter(Number.isFinite);
	const pause = tracks.pauses.some(({ start, end }) => start <= time && time < end);
	return [
		`${time.toFixed(2)} s`,
		pause ? "in a pause" : Number.isFinite(f0) ? `pitch ${f0.toFixed(1)} Hz` : "no pitch",
		Number.isFinite(level) ? `${level.toFixed(1)} dB` : "",
		...(Number.isFinite(f0) ? resonances.map((value, i) => `F${i + 1} ${Math.round(value)} Hz`) : []),
	]
		.filter((words) => words !== "")
		.join(" · ");
}
