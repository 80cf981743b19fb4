import type { LiveSession } from "../../lib/live/live-session.ts";
import { processingWords } from "../../lib/live/open-sound.ts";
import { DeviceSelect } from "../../ui/device-select.tsx";
import { useLive } from "./use-live.ts";

interface Spread {
	readonly p50: number;
	readonly p95: number;
	readonly count: number;
}

/** Devices and measurements. */
export function Details({ session }: { readonly session: LiveSession }) {
	const { figures, voice, face, hasProfile, hasNeutralFace } = useLive(session);
	const { usesVoice, usesFace } = session;
	const { dropped } = figures;
	const rows: [string, Spread, string][] = [
		...(usesVoice
			? [["Voice: window's end to label on screen", figures.voiceMs, "voice-ms"] as [string, Spread, string]]
			: []),
		...(usesFace
			? ([
					["Face: work for a frame", figures.faceMs, "face-ms"],
					["Face: frame to what is shown of it", figures.faceShownMs, "face-shown-ms"],
				] as [string, Spread, string][])
			: []),
		["This page: work for a frame", figures.pageMs, "page-ms"],
	];
	return (
		<details className="live-details">
			<summary>Devices and measurements</summary>
			<div className="live-grid">
				<section className="card span">
					<h2>Milliseconds</h2>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
					<section className="scroll" tabIndex={0} aria-label="Measurements">
						<table>
							<thead>
								<tr>
									<th scope="col">What</th>
									<th scope="col" className="number">
										half within
									</th>
									<th scope="col" className="number">
										95 % within
									</th>
									<th scope="col" className="number">
										measured
									</th>
								</tr>
							</thead>
							<tbody>
								{rows.map(([name, { p50, p95, count }, id]) => (
									<tr key={id} data-testid={id}>
										<td>{name}</td>
										<td className="number">{milliseconds(p50)}</td>
										<td className="number">{milliseconds(p95)}</td>
										<td className="number">{count}</td>
									</tr>
								))}
							</tbody>
						</table>
					</section>
					<p className="soft small">
						{usesVoice &&
							`Left out because this device was too slow: ${dropped.results} results, ${dropped.seconds.toFixed(1)} s of sound. `}
						{usesFace &&
							`${figures.framesPerSecond.toFixed(1)} frames a second are looked at; ${dropped.frames} were passed over.`}
					</p>
				</section>
				{usesVoice && (
					<section className="card">
						<h2>Microphone</h2>
						<p className="small soft">
							{voice.label} {voice.settings !== null && processingWords(voice.settings)}
							{hasProfile ? " The usual voice is taken into account." : ""}
						</p>
						<DeviceSelect
							device="microphone"
							value={voice.settings?.deviceId ?? ""}
							onChange={(id) => void session.openMicrophone(id)}
						/>
					</section>
				)}
				{usesFace && (
					<section className="card">
						<h2>Camera</h2>
						<p className="small soft">
							{face.label} {hasNeutralFace ? "The neutral face is taken into account." : ""}
						</p>
						<DeviceSelect device="camera" value="" onChange={(id) => void session.openCamera(id)} />
					</section>
				)}
			</div>
		</details>
	);
}

function milliseconds(value: number): string {
	return Number.isNaN(value) ? "–" : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
