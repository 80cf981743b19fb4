import { useEffect, useRef, useState } from "react";
import { learnInPage } from "../../lib/analyze-in-page.ts";
import { sentenceOf } from "../../lib/api-client.ts";
import { FileDrop } from "../../ui/file-drop.tsx";
import type { WayProps } from "./add-voice.tsx";

/** Recordings of one person, added to what is known of them. */
export function FromRecordings({ disabled, known, onWork }: WayProps) {
	const [neutral, setNeutral] = useState(false);
	const [progress, setProgress] = useState<number | null>(null);
	const running = useRef<AbortController | null>(null);
	useEffect(() => () => running.current?.abort(), []);

	const learn = async (files: readonly File[]) => {
		running.current = new AbortController();
		const { signal } = running.current;
		let profile = known ?? (neutral ? ("neutral" as const) : ("any" as const));
		const problems: string[] = [];
		setProgress(0);
		try {
			for (const [i, file] of files.entries()) {
				const onProgress = (share: number): void => setProgress((i + share) / files.length);
				try {
					profile = await learnInPage(file, profile, { signal, onProgress });
				} catch (error) {
					if (signal.aborted) return null;
					problems.push(sentenceOf(error));
				}
			}
		} finally {
			setProgress(null);
		}
		if (typeof profile === "string" || problems.length === files.length) throw new Error(problems.join(" "));
		return { profile, problems };
	};

	if (progress !== null) {
		return (
			<div className="stack">
				<label>
					Listening …
					<progress value={progress} max={1} />
				</label>
				<div>
					<button type="button" className="button small" onClick={() => running.current?.abort()}>
						Cancel
					</button>
				</div>
			</div>
		);
	}
	return (
		<div>
			{known === null ? (
				<label className="check">
					<input type="checkbox" checked={neutral} onChange={(event) => setNeutral(event.target.checked)} />
					<span>They are a neutral reading</span>
				</label>
			) : (
				known.kind === "neutral" && (
					<p className="soft small">What is known is a neutral reading: add no other speech to it.</p>
				)
			)}
			<FileDrop disabled={disabled} onFiles={(files) => void onWork(() => learn(files))} />
		</div>
	);
}
