import { useEffect, useState } from "react";
import { Link } from "wouter";
import { dateTime } from "../../lib/format.ts";
import type { LiveOptions } from "../../lib/live/live-session.ts";
import { forgetOwnUsual, readOwnUsual } from "../../lib/live/own-usual.ts";
import { OwnVoice } from "../../ui/own-voice.tsx";
import { DeviceSelect } from "./device-select.tsx";

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
	const [kept, setKept] = useState(readOwnUsual);
	const [neutralStart, setNeutralStart] = useState(kept === null);
	const [useKept, setUseKept] = useState(true);
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
						neutralStart,
						useKept: useKept && !neutralStart,
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
					{kept !== null && !neutralStart && (
						<>
							<Choice
								checked={useKept}
								onChange={setUseKept}
								title="Use what an earlier neutral start found"
								hint={`From ${dateTime(kept.taken)}.`}
							/>
							<button
								type="button"
								className="button small"
								onClick={() => {
									forgetOwnUsual();
									setKept(null);
									setNeutralStart(true);
								}}
							>
								Forget it
							</button>
						</>
					)}
				</div>
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
