import { profileRefusal } from "@undertone/recognize";
import { type FormEvent, useState } from "react";
import { parseInPage } from "../../lib/analyze-in-page.ts";
import { sentenceOf } from "../../lib/api-client.ts";
import { download } from "../../lib/download.ts";
import { dateTime, stretches } from "../../lib/format.ts";
import type { KeptProfile } from "../../lib/speaker-profiles.ts";
import { useAsync } from "../../lib/use-async.ts";
import { speakerProfiles } from "../../lib/use-speaker-profiles.ts";
import { Notice } from "../../ui/feedback.tsx";
import { RemoveButton } from "../../ui/remove-button.tsx";

/** A voice that is known: what it was made of, whether it is used, and what can be done with it. */
export function VoiceRow({ voice, onAdd }: { readonly voice: KeptProfile; readonly onAdd: () => void }) {
	const { name, made, profile, neutral } = voice;
	const [renaming, setRenaming] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const refusal = useRefusal(voice);
	const act = (action: () => void): void => {
		setProblem(null);
		try {
			action();
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	return (
		<li>
			<div>
				{renaming ? (
					<Rename
						name={name}
						onDone={(next) =>
							act(() => {
								if (next !== null) speakerProfiles.rename(name, next);
								setRenaming(false);
							})
						}
					/>
				) : (
					<h2>{name}</h2>
				)}
				<p className="soft small">
					{[
						profile === null ? "" : profile.kind === "neutral" ? "A neutral reading" : "Any speech",
						profile === null ? "" : stretches(profile.clips),
						neutral === null
							? ""
							: profile === null
								? "Only a neutral face, for the live page"
								: "a neutral face",
						dateTime(made),
						refusal === undefined ? "" : refusal === null ? "used where it is chosen" : "not used",
					]
						.filter((words) => words !== "")
						.join(" · ")}
				</p>
			</div>
			{typeof refusal === "string" && <Notice kind="warn">{refusal}</Notice>}
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			{!renaming && (
				<div className="row">
					<button type="button" className="button small" aria-label={`Add speech of ${name}`} onClick={onAdd}>
						Add speech
					</button>
					<button
						type="button"
						className="button small"
						aria-label={`Rename ${name}`}
						onClick={() => setRenaming(true)}
					>
						Rename
					</button>
					{profile !== null && (
						<button
							type="button"
							className="button small"
							aria-label={`Export ${name}`}
							onClick={() => download(`${name}.json`, "application/json", `${JSON.stringify(profile)}\n`)}
						>
							Export
						</button>
					)}
					<RemoveButton title={name} onRemove={() => act(() => speakerProfiles.remove(name))} />
				</div>
			)}
		</li>
	);
}

/** Why a voice is not used; null where it is, undefined until that is known and where there is none. */
function useRefusal({ name, made, profile }: KeptProfile): string | null | undefined {
	const fit = useAsync(`${name} ${made}`, async () =>
		profile === null ? undefined : profileRefusal(await parseInPage(JSON.stringify(profile))),
	);
	if (fit.state === "loading") return undefined;
	return fit.state === "done" ? fit.value : sentenceOf(fit.error);
}

function Rename({
	name,
	onDone,
}: {
	readonly name: string;
	/** With the new name, or null where it stays. */
	readonly onDone: (next: string | null) => void;
}) {
	const rename = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		onDone(String(new FormData(event.currentTarget).get("name")));
	};
	return (
		<form className="rename" onSubmit={rename} onKeyDown={({ key }) => key === "Escape" && onDone(null)}>
			<input
				className="input"
				name="name"
				aria-label={`New name of ${name}`}
				defaultValue={name}
				maxLength={60}
				required
				ref={selectAll}
			/>
			<button type="submit" className="button small">
				Rename
			</button>
			<button type="button" className="button small" onClick={() => onDone(null)}>
				Keep it
			</button>
		</form>
	);
}

/** What is typed takes the old name's place. */
function selectAll(input: HTMLInputElement | null): void {
	input?.focus();
	input?.select();
}
