import { profileRefusal, type SpeakerProfile } from "@undertone/recognize";
import { type RefObject, useId, useState } from "react";
import { sentenceOf } from "../../lib/api-client.ts";
import { stretches } from "../../lib/format.ts";
import { speakerProfiles, useSpeakerProfiles } from "../../lib/use-speaker-profiles.ts";
import { Notice } from "../../ui/feedback.tsx";
import { OwnVoice } from "../../ui/own-voice.tsx";
import { FromFile } from "./from-file.tsx";
import { FromReading } from "./from-reading.tsx";
import { FromRecordings } from "./from-recordings.tsx";

const ways = {
	reading: { title: "20 seconds of reading", hint: "Aloud, into the microphone." },
	recordings: { title: "Recordings", hint: "Of this one person: three or more, of any speech." },
	file: {
		title: "A profile file",
		hint: "Exported here, or written by the command line (undertone profile).",
	},
} as const;

/** A voice that is about to be added. */
export interface Draft {
	/** Null until one was typed. */
	readonly name: string | null;
	readonly way: keyof typeof ways;
}

/** What a way of adding works with. */
export interface WayProps {
	readonly disabled: boolean;
	/** What is known of the person already. */
	readonly known: SpeakerProfile | null;
	/** Runs the work, and keeps the profile it makes; null keeps nothing. */
	readonly onWork: (work: () => Promise<Learnt | null>) => Promise<void>;
}

/** A profile, and what to say beside it. */
interface Learnt {
	readonly profile: SpeakerProfile;
	/** A name for a voice that was given none. */
	readonly name?: string;
	readonly problems?: readonly string[];
}

/** Adds a voice, or to a voice: by reading, from recordings, from a file. */
export function AddVoice({
	draft,
	onChange,
	nameField,
	ownVoiceOnly,
}: {
	readonly draft: Draft;
	readonly onChange: (draft: Draft) => void;
	readonly nameField: RefObject<HTMLInputElement | null>;
	readonly ownVoiceOnly: boolean;
}) {
	const id = useId();
	const { voices } = useSpeakerProfiles();
	const [own, setOwn] = useState(false);
	const [said, setSaid] = useState<string | null>(null);
	const [problems, setProblems] = useState<readonly string[]>([]);
	const name = draft.name ?? speakerProfiles.freeName("My voice");
	const known = voices.find((voice) => voice.name === name.trim())?.profile ?? null;

	const onWork: WayProps["onWork"] = async (work) => {
		setSaid(null);
		setProblems([]);
		try {
			const learnt = await work();
			if (learnt === null) return;
			const { profile, problems: found = [] } = learnt;
			const kept = draft.name ?? (learnt.name === undefined ? name : speakerProfiles.freeName(learnt.name));
			speakerProfiles.save(kept, { profile });
			const refusal = profileRefusal(profile);
			setSaid(
				`"${kept.trim()}" is known now, from ${stretches(profile.clips)}${refusal === null ? "" : ", but not used yet"}.`,
			);
			setProblems(found);
			onChange({ ...draft, name: null });
		} catch (error) {
			setProblems([sentenceOf(error)]);
		}
	};
	const way: WayProps = { disabled: name.trim() === "" || (ownVoiceOnly && !own), known, onWork };
	return (
		<section className="card" aria-labelledby={`${id}-title`}>
			<h2 id={`${id}-title`}>Add a voice</h2>
			<div className="stack">
				<div className="field">
					<label htmlFor={id}>Name</label>
					<input
						id={id}
						ref={nameField}
						value={name}
						maxLength={60}
						autoComplete="off"
						onChange={({ target }) => onChange({ ...draft, name: target.value })}
					/>
					{known !== null && (
						<p className="hint">
							{draft.way === "recordings"
								? "This voice is known: recordings are added to what is known of it."
								: "This voice is known: what is known of it is replaced."}
						</p>
					)}
				</div>
				<fieldset className="plain">
					<legend className="label">Made from</legend>
					{(Object.keys(ways) as Draft["way"][]).map((each) => (
						<label className="check" key={each}>
							<input
								type="radio"
								name={`${id}-way`}
								checked={draft.way === each}
								onChange={() => onChange({ ...draft, way: each })}
							/>
							<span>
								{ways[each].title}
								<br />
								<span className="soft small">{ways[each].hint}</span>
							</span>
						</label>
					))}
				</fieldset>
				{ownVoiceOnly && <OwnVoice checked={own} onChange={setOwn} />}
				<div>
					{draft.way === "reading" && <FromReading {...way} />}
					{draft.way === "recordings" && <FromRecordings {...way} />}
					{draft.way === "file" && <FromFile {...way} />}
					<div role="status" className="said">
						{said !== null && <Notice>{said}</Notice>}
					</div>
				</div>
				{problems.map((words) => (
					<Notice key={words} kind="error">
						{words}
					</Notice>
				))}
			</div>
		</section>
	);
}
