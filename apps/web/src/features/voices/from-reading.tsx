import { useEffect, useRef, useState } from "react";
import { learnInPage } from "../../lib/analyze-in-page.ts";
import { useRecorder } from "../../lib/use-recorder.ts";
import { DeviceSelect } from "../../ui/device-select.tsx";
import { Notice } from "../../ui/feedback.tsx";
import { ReadingText } from "../../ui/reading-text.tsx";
import type { WayProps } from "./add-voice.tsx";

const length = 20;

/** Twenty seconds of a neutral voice, read from the page. */
export function FromReading({ disabled, onWork }: WayProps) {
	const recorder = useRecorder();
	const [device, setDevice] = useState("");
	const [learning, setLearning] = useState(false);
	const stopping = useRef(false);
	const recording = recorder.state === "recording";

	const finish = async (): Promise<void> => {
		if (stopping.current) return;
		stopping.current = true;
		const file = await recorder.stop();
		stopping.current = false;
		if (file === null) return;
		setLearning(true);
		await onWork(async () => ({ profile: await learnInPage(file, "neutral") }));
		setLearning(false);
	};
	const over = recording && recorder.seconds >= length;
	// biome-ignore lint/correctness/useExhaustiveDependencies: ends once, when the time is over
	useEffect(() => {
		if (over) void finish();
	}, [over]);

	return (
		<div className="stack">
			<div>
				<p className="label">Read this aloud, as if you told somebody the way</p>
				<ReadingText />
			</div>
			{recorder.silent && (
				<Notice kind="warn">Nothing is heard. Is the microphone muted, or another one in use?</Notice>
			)}
			{recorder.problem !== null && <Notice kind="error">{recorder.problem}</Notice>}
			{recording ? (
				<div className="stack">
					<label className="small soft">
						{Math.max(0, Math.ceil(length - recorder.seconds))} s left
						<progress value={recorder.seconds} max={length} />
					</label>
					<div>
						<button type="button" className="button" onClick={() => void finish()}>
							Enough
						</button>
					</div>
				</div>
			) : (
				<>
					<DeviceSelect device="microphone" value={device} onChange={setDevice} isTitled />
					<div className="row">
						<button
							type="button"
							className="button primary"
							disabled={disabled || learning || recorder.state === "opening"}
							onClick={() => void recorder.start(device)}
						>
							Start reading
						</button>
						<span role="status" className="soft">
							{learning ? "Listening …" : ""}
						</span>
					</div>
				</>
			)}
		</div>
	);
}
