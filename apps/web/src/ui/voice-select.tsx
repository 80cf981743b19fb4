import { useId } from "react";
import { Link } from "wouter";
import { speakerProfiles, useSpeakerProfiles } from "../lib/use-speaker-profiles.ts";

/** Whose usual voice (and neutral face) counts, if anybody's. */
export function VoiceSelect({
	facesToo = false,
}: {
	/** Also offers those of whom only a neutral face is known. */
	readonly facesToo?: boolean;
}) {
	const id = useId();
	const { voices, chosen } = useSpeakerProfiles();
	const offered = voices.filter(({ profile }) => facesToo || profile !== null);
	const known = offered.some(({ name }) => name === chosen);
	return (
		<div className="field voice-select">
			<label htmlFor={id}>Whose voice?</label>
			<select
				id={id}
				value={known ? (chosen ?? "") : ""}
				onChange={({ target }) => speakerProfiles.choose(target.value === "" ? null : target.value)}
			>
				<option value="">Nobody the studio knows</option>
				{offered.map(({ name }) => (
					<option key={name} value={name}>
						{name}
					</option>
				))}
			</select>
			<p className="hint">
				Of somebody whose usual voice is known, results are about the difference from it.{" "}
				<Link href="/voices">{voices.length === 0 ? "Add a voice" : "Add or change voices"}</Link>
			</p>
		</div>
	);
}
