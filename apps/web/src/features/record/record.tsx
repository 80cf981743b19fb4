import { useEffect, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { clock, percent } from "../../lib/format.ts";
import { listMicrophones } from "../../lib/microphone.ts";
import { submitRecording } from "../../lib/submit-recording.ts";
import { useConfig } from "../../lib/use-config.ts";
import { useRecorder } from "../../lib/use-recorder.ts";
import { useRecordingRules } from "../../lib/use-recording-rules.ts";
import { speakerProfiles } from "../../lib/use-speaker-profiles.ts";
import { Notice } from "../../ui/feedback.tsx";
import { MicrophoneIcon, StopIcon } from "../../ui/icons.tsx";
import { OwnVoice } from "../../ui/own-voice.tsx";
import { VoiceSelect } from "../../ui/voice-select.tsx";

/** Record a voice: device, level, warnings, and the analysis in the page. */
export function RecordPage() {
	const { loggedIn, saveHistory, ownVoiceOnly, purposeMissing } = useRecordingRules();
	const [ownVoice, setOwnVoice] = useState(false);
	const [keepRecording, setKeepRecording] = useState(false);
	const [device, setDevice] = useState("");
	const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
	const [progress, setProgress] = useState<number | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [, navigate] = useLocation();
	const recorder = useRecorder();
	const config = useConfig();
	// biome-ignore lint/correctness/useExhaustiveDependencies: names become known when a microphone was allowed
	useEffect(() => {
		void listMicrophones().then(setDevices);
	}, [recorder.state]);

	const toggle = async (): Promise<void> => {
		setProblem(null);
		if (recorder.state !== "recording") {
			await recorder.start(device);
			return;
		}
		const file = await recorder.stop();
		if (file === null) return;
		setProgress(0);
		try {
			const id = await submitRecording(file, {
				loggedIn,
				saveHistory,
				ownVoice,
				keepRecording,
				onServer: false,
				profile: speakerProfiles.chosen(),
				onProgress: setProgress,
			});
			navigate(`/result/${id}`);
		} catch (error) {
			setProblem(sentenceOf(error));
			setProgress(null);
		}
	};

	if (purposeMissing) return <Redirect to="/studio" replace />;
	const recording = recorder.state === "recording";
	return (
		<div className="page narrow">
			<h1>Record a voice</h1>
			<div className="card stack">
				<div className="recorder">
					<button
						type="button"
						className={recording ? "record-button on" : "record-button"}
						onClick={() => void toggle()}
						disabled={
							progress !== null || recorder.state === "opening" || (ownVoiceOnly && !ownVoice && !recording)
						}
						aria-label={recording ? "Stop and analyse" : "Start recording"}
					>
						{recording ? <StopIcon /> : <MicrophoneIcon />}
					</button>
					<span className="clock" role="timer">
						{clock(recorder.seconds)}
					</span>
					<LevelMeter level={recording ? recorder.levelDb : Number.NEGATIVE_INFINITY} />
					<p className="soft small" aria-live="polite">
						{progress !== null ? `Analysing … ${percent(progress)}` : hint(recording, recorder.seconds)}
					</p>
				</div>
				{recorder.clipped && (
					<Notice kind="warn">
						Too loud: the recording is clipped. Move away from the microphone or turn it down.
					</Notice>
				)}
				{recorder.silent && (
					<Notice kind="warn">Nothing is heard. Is the microphone muted, or another one in use?</Notice>
				)}
				{recorder.ended && (
					<Notice kind="warn">
						The microphone was disconnected. What was recorded so far is kept: stop to analyse it.
					</Notice>
				)}
				{(problem ?? recorder.problem) !== null && (
					<Notice kind="error">{problem ?? recorder.problem}</Notice>
				)}
				<div className="field">
					<label htmlFor="device">Microphone</label>
					<select
						id="device"
						value={device}
						disabled={recording}
						onChange={(event) => setDevice(event.target.value)}
					>
						<option value="">The browser's choice</option>
						{devices
							.filter((each) => each.deviceId !== "")
							.map((each, i) => (
								<option key={each.deviceId} value={each.deviceId}>
									{each.label || `Microphone ${i + 1}`}
								</option>
							))}
					</select>
					{recorder.settings !== null && <p className="hint">{processingWords(recorder.settings)}</p>}
				</div>
				<VoiceSelect />
				{ownVoiceOnly && <OwnVoice checked={ownVoice} onChange={setOwnVoice} />}
				{loggedIn && config?.keepRecordings !== "never" && (
					<label className="check">
						<input
							type="checkbox"
							checked={keepRecording}
							onChange={(event) => setKeepRecording(event.target.checked)}
						/>
						<span>Keep the recording on the server</span>
					</label>
				)}
			</div>
			<p className="soft small">
				The sound stays in this page{loggedIn ? " unless you tick the box" : ""}. If somebody else speaks,
				tell them first.
			</p>
		</div>
	);
}

function hint(recording: boolean, seconds: number): string {
	if (!recording) return "Press, speak a sentence or more, press again.";
	return seconds < 2 ? "Speak …" : "Press again when you are done.";
}

/** What the browser does to the sound, read back: it may not do what was asked. */
function processingWords({
	echoCancellation,
	noiseSuppression,
	autoGainControl,
}: MediaTrackSettings): string {
	const on = [
		echoCancellation === true ? "echo cancellation" : "",
		noiseSuppression === true ? "noise suppression" : "",
		autoGainControl === true ? "automatic gain" : "",
	].filter((word) => word !== "");
	if (on.length === 0) return "The browser leaves the sound as it is.";
	return `The browser changes the sound (${on.join(", ")}) although it was asked not to: results may be less exact.`;
}

const quietestDb = -60;

function LevelMeter({ level }: { readonly level: number }) {
	const share = Math.max(0, Math.min(1, 1 - level / quietestDb));
	return (
		<div
			className="meter"
			role="img"
			aria-label={`Level ${level === Number.NEGATIVE_INFINITY ? "none" : `${Math.round(level)} dBFS`}`}
		>
			<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
				<rect width={100 * share} height="10" fill={level > -1 ? "var(--danger)" : "var(--accent)"} />
			</svg>
		</div>
	);
}
