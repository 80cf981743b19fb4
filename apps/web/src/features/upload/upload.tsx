import { useRef, useState } from "react";
import { Link, Redirect } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { bytes } from "../../lib/format.ts";
import { recall } from "../../lib/results-memory.ts";
import { type SubmitOptions, submitRecording } from "../../lib/submit-recording.ts";
import { useConfig } from "../../lib/use-config.ts";
import { useRecordingRules } from "../../lib/use-recording-rules.ts";
import { speakerProfiles } from "../../lib/use-speaker-profiles.ts";
import { Notice } from "../../ui/feedback.tsx";
import { FileDrop } from "../../ui/file-drop.tsx";
import { OwnVoice } from "../../ui/own-voice.tsx";
import { verdictWords } from "../../ui/verdict-words.ts";
import { VoiceSelect } from "../../ui/voice-select.tsx";

interface Job {
	readonly key: number;
	readonly file: File;
	readonly state: "waiting" | "working" | "done" | "failed" | "cancelled";
	readonly progress: number;
	readonly resultId?: string;
	readonly problem?: string;
}

/** Many files, one after the other, in the page or on the server. */
export function Upload() {
	const { loggedIn, saveHistory, ownVoiceOnly, purposeMissing } = useRecordingRules();
	const [ownVoice, setOwnVoice] = useState(false);
	const [keepRecording, setKeepRecording] = useState(false);
	const [onServer, setOnServer] = useState(false);
	const queue = useUploadQueue();
	const config = useConfig();
	if (purposeMissing) return <Redirect to="/studio" replace />;
	return (
		<div className="page">
			<h1>Upload recordings</h1>
			<div className="stack">
				<VoiceSelect />
				{ownVoiceOnly && <OwnVoice checked={ownVoice} onChange={setOwnVoice} />}
				<FileDrop
					disabled={ownVoiceOnly && !ownVoice}
					onFiles={(files) => {
						const profile = speakerProfiles.chosen();
						queue.add(files, { loggedIn, saveHistory, ownVoice, keepRecording, onServer, profile });
					}}
				/>
				{loggedIn ? (
					<div>
						{config?.keepRecordings !== "never" && (
							<label className="check">
								<input
									type="checkbox"
									checked={keepRecording}
									onChange={(event) => setKeepRecording(event.target.checked)}
								/>
								<span>
									Keep the recording on the server
									<br />
									<span className="soft small">
										Otherwise only the result is kept{saveHistory ? "" : ", and the history is off"}.
									</span>
								</span>
							</label>
						)}
						{config?.serverAnalysis !== false && (
							<label className="check">
								<input
									type="checkbox"
									checked={onServer}
									onChange={(event) => setOnServer(event.target.checked)}
								/>
								<span>
									Analyse on the server instead of in this page
									<br />
									<span className="soft small">
										The file is sent to it, with what is known of the chosen voice, which it does not keep.
										The result is the same.
									</span>
								</span>
							</label>
						)}
					</div>
				) : (
					<p className="soft small">
						The analysis runs in this page. <Link href="/register">Register</Link> to keep a history.
					</p>
				)}
				{queue.jobs.length > 0 && (
					<section className="card" aria-label="Files">
						<ul className="files" aria-live="polite">
							{queue.jobs.map((job) => (
								<JobLine key={job.key} job={job} onCancel={() => queue.cancel(job.key)} />
							))}
						</ul>
					</section>
				)}
			</div>
		</div>
	);
}

function JobLine({ job, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
	const { file, state, progress, resultId, problem } = job;
	const result = resultId === undefined ? undefined : recall(resultId)?.analysis.result;
	return (
		<li>
			<span className="file-name">
				{file.name} <span className="soft small">{bytes(file.size)}</span>
			</span>
			<span>
				{state === "done" && resultId !== undefined && (
					<Link href={`/result/${resultId}`}>
						{result === undefined ? "Open the result" : verdictWords(result)}
					</Link>
				)}
				{(state === "waiting" || state === "working") && (
					<button type="button" className="button small" onClick={onCancel}>
						Cancel
					</button>
				)}
				{state === "cancelled" && <span className="soft">cancelled</span>}
			</span>
			{state === "working" && <progress value={progress} max={1} aria-label={`Progress of ${file.name}`} />}
			{problem !== undefined && (
				<div className="span">
					<Notice kind="error">{problem}</Notice>
				</div>
			)}
		</li>
	);
}

/** Files in the order given, one at a time; each can be cancelled. */
function useUploadQueue() {
	const [jobs, setJobs] = useState<readonly Job[]>([]);
	const controllers = useRef(new Map<number, AbortController>());
	const chain = useRef<Promise<void>>(Promise.resolve());
	const next = useRef(1);
	const update = (key: number, change: Partial<Job>): void =>
		setJobs((all) => all.map((job) => (job.key === key ? { ...job, ...change } : job)));
	const run = async (key: number, file: File, options: SubmitOptions): Promise<void> => {
		const controller = controllers.current.get(key);
		if (controller === undefined || controller.signal.aborted) return;
		update(key, { state: "working" });
		try {
			const resultId = await submitRecording(file, {
				...options,
				signal: controller.signal,
				onProgress: (progress) => update(key, { progress }),
			});
			update(key, { state: "done", resultId });
		} catch (error) {
			if (!controller.signal.aborted) update(key, { state: "failed", problem: sentenceOf(error) });
		}
	};
	return {
		jobs,
		add: (files: readonly File[], options: SubmitOptions) => {
			for (const file of files) {
				const key = next.current++;
				controllers.current.set(key, new AbortController());
				setJobs((all) => [...all, { key, file, state: "waiting", progress: 0 }]);
				chain.current = chain.current.then(() => run(key, file, options));
			}
		},
		cancel: (key: number) => {
			controllers.current.get(key)?.abort(new Error("cancelled"));
			update(key, { state: "cancelled" });
		},
	};
}
