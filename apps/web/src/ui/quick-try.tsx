import { useState } from "react";
import { Link } from "wouter";
import { sentenceOf } from "../lib/api-client.ts";
import { submitRecording } from "../lib/submit-recording.ts";
import { speakerProfiles, useSpeakerProfiles } from "../lib/use-speaker-profiles.ts";
import { Notice } from "./feedback.tsx";
import { FileDrop } from "./file-drop.tsx";
import { VoiceSelect } from "./voice-select.tsx";

/** A file for once, analysed in the page and forgotten with it, by whose voice where one is known. */
export function QuickTry({ onResult }: { readonly onResult: (id: string) => void }) {
	const [progress, setProgress] = useState<number | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const { voices } = useSpeakerProfiles();
	const analyze = async (file: File | undefined): Promise<void> => {
		if (file === undefined) return;
		setProblem(null);
		setProgress(0);
		try {
			onResult(
				await submitRecording(file, {
					loggedIn: false,
					saveHistory: false,
					ownVoice: false,
					keepRecording: false,
					onServer: false,
					profile: speakerProfiles.chosen(),
					onProgress: setProgress,
				}),
			);
		} catch (error) {
			setProblem(sentenceOf(error));
		}
		setProgress(null);
	};
	return (
		<div className="stack">
			{voices.some(({ profile }) => profile !== null) && <VoiceSelect />}
			{progress === null ? (
				<FileDrop onFiles={(files) => void analyze(files[0])} multiple={false} />
			) : (
				<label>
					Analysing …
					<progress value={progress} max={1} />
				</label>
			)}
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			<Link className="button" href="/record">
				Use the microphone instead
			</Link>
		</div>
	);
}
