import { useEffect, useRef, useState } from "react";
import { Redirect } from "wouter";
import { useRecordingRules } from "../../lib/use-recording-rules.ts";
import { useSpeakerProfiles } from "../../lib/use-speaker-profiles.ts";
import { AddVoice, type Draft } from "./add-voice.tsx";
import { VoiceRow } from "./voice-row.tsx";

/** The people whose usual voice this browser knows: what is known, and how to add to it. */
export function Voices() {
	const { ownVoiceOnly, purposeMissing } = useRecordingRules();
	const { voices } = useSpeakerProfiles();
	const [draft, setDraft] = useState<Draft>({ name: null, way: "reading" });
	const nameField = useRef<HTMLInputElement>(null);
	useEffect(() => {
		document.title = "Voices · Undertone";
		return () => {
			document.title = "Undertone";
		};
	}, []);
	if (purposeMissing) return <Redirect to="/studio" replace />;
	return (
		<div className="page narrow">
			<h1>Voices</h1>
			<p className="lead">
				How somebody usually sounds. Where it is known, results are about the difference from it. It is kept
				in this browser as averages, without sound, for whoever uses the browser.
			</p>
			<div className="stack">
				{voices.length > 0 && (
					<section className="card" aria-label="Voices that are known">
						<ul className="voice-list">
							{voices.map((voice) => (
								<VoiceRow
									key={voice.name}
									voice={voice}
									onAdd={() => {
										setDraft({ name: voice.name, way: "recordings" });
										nameField.current?.focus();
									}}
								/>
							))}
						</ul>
					</section>
				)}
				<AddVoice draft={draft} onChange={setDraft} nameField={nameField} ownVoiceOnly={ownVoiceOnly} />
			</div>
		</div>
	);
}
