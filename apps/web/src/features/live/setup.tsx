import { useEffect, useId, useState } from "react";
import { Link } from "wouter";
import type { LiveOptions } from "../../lib/live/live-session.ts";
import { speakerProfiles, useSpeakerProfiles } from "../../lib/use-speaker-profiles.ts";
import { DeviceSelect } from "../../ui/device-select.tsx";
import { OwnVoice } from "../../ui/own-voice.tsx";
import { VoiceSelect } from "../../ui/voice-select.tsx";

/** What a session shall use. */
export function Setup({
	ownVoiceOnly,
	onStart,
}: {
	readonly ownVoiceOnly: boolean;
	readonly onStart: (options: LiveOptions) => void;
}) {
	const [voice, setVoice] = useState(true);
	const [face, setFace] = useState(false);
	const [microphone, setMicrophone] = useState("");
	const [camera, setCamera] = useState("");
	const { voices, chosen } = useSpeakerProfiles();
	const [neutralStart, setNeutralStart] = useState(voices.length === 0);
	const [typed, setTyped] = useState<string | null>(null);
	const nameId = useId();
	const name = typed ?? chosen ?? speakerProfiles.freeName("My voice");
	const [own, setOwn] = useState(false);
	const insecure = navigator.mediaDevices === undefined;
	useEffect(() => {
		document.title = "Live · Undertone";
		return () => {
			document.title = "Undertone";
		};
	}, []);
	return (
		<div className="page narrow">
			<h1>Live</h1>
			<p className="lead">
				How a voice sounds and a face looks while it happens. All of it is computed in this page: no sound and
				no picture leaves this device.
			</p>
			<form
				className="card stack"
				onSubmit={(event) => {
					event.preventDefault();
					onStart({
						microphone: voice ? microphone : null,
						camera: face ? camera : null,
						person: neutralStart ? name : chosen,
						neutralStart,
						conditions: [],
					});
				}}
			>
				<div>
					<Choice checked={voice} onChange={setVoice} title="Microphone" />
					{voice && <DeviceSelect device="microphone" value={microphone} onChange={setMicrophone} />}
				</div>
				<div>
					<Choice checked={face} onChange={setFace} title="Camera" />
					{face && <DeviceSelect device="camera" value={camera} onChange={setCamera} />}
				</div>
				<div>
					<Choice
						checked={neutralStart}
						onChange={setNeutralStart}
						title="Begin with 20 seconds of neutral reading"
						hint="The studio learns how you usually sound and look; results are then about the difference. It stays in this browser."
					/>
					{neutralStart && (
						<div className="field">
							<label htmlFor={nameId}>Keep it as</label>
							<input
								id={nameId}
								value={name}
								maxLength={60}
								required
								pattern=".*\S.*"
								autoComplete="off"
								onChange={({ target }) => setTyped(target.value)}
							/>
							{speakerProfiles.find(name.trim()) !== undefined && (
								<p className="hint">This voice is known: what is known of it is replaced.</p>
							)}
						</div>
					)}
				</div>
				{!neutralStart && <VoiceSelect facesToo />}
				{ownVoiceOnly && (
					<OwnVoice
						checked={own}
						onChange={setOwn}
						what={voice && face ? "voice and face" : face ? "face" : "voice"}
					/>
				)}
				<div className="row">
					<button
						type="submit"
						className="button primary"
						disabled={insecure || !(voice || face) || (ownVoiceOnly && !own)}
					>
						Start
					</button>
					{insecure && (
						<span className="error small">
							A microphone or camera needs a secure page: open the studio on this computer, or by HTTPS.
						</span>
					)}
				</div>
			</form>
			<p className="soft small">
				It describes likeness, not feeling; it can be wrong. If others can be heard or seen, tell them first.{" "}
				<Link href="/limits">Purposes and limits</Link>
			</p>
		</div>
	);
}

function Choice({
	checked,
	onChange,
	title,
	hint,
}: {
	readonly checked: boolean;
	readonly onChange: (checked: boolean) => void;
	readonly title: string;
	readonly hint?: string;
}) {
	return (
		<label className="check">
			<input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
			<span>
				<strong>{title}</strong>
				{hint !== undefined && (
					<>
						<br />
						<span className="soft small">{hint}</span>
					</>
				)}
			</span>
		</label>
	);
}
