import type { Analysis } from "@undertone/api";
import { type Emotion, emotionNoun, emotions } from "@undertone/core";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { forget } from "../../lib/results-memory.ts";
import { Notice } from "../../ui/feedback.tsx";

/** What the user says of a result, its exports, and its end. */
export function KeepCard({
	analysis,
	saved,
	children,
}: {
	readonly analysis: Analysis;
	readonly saved: boolean;
	/** The exports. */
	readonly children: ReactNode;
}) {
	return (
		<section className="card">
			<h2>Keep and correct</h2>
			<div className="stack">
				{saved && <Correction analysis={analysis} />}
				<div>
					<p className="label">Export</p>
					{children}
				</div>
				{saved && <Remove id={analysis.id} />}
			</div>
		</section>
	);
}

const seemings = { speech: "sounds", face: "looks", live: "sounds or looks" } as const;

function Correction({ analysis }: { readonly analysis: Analysis }) {
	const [correction, setCorrection] = useState<Emotion | null>(analysis.correction);
	const [note, setNote] = useState(analysis.note);
	const [status, setStatus] = useState<{ readonly kind: "info" | "error"; readonly text: string } | null>(
		null,
	);
	const save = async (): Promise<void> => {
		try {
			await api.change(analysis.id, { correction, note });
			setStatus({ kind: "info", text: "Saved." });
		} catch (error) {
			setStatus({ kind: "error", text: sentenceOf(error) });
		}
	};
	return (
		<div className="stack">
			<div className="field">
				<label htmlFor="correction">What would you say it {seemings[analysis.kind]} like?</label>
				<select
					id="correction"
					value={correction ?? ""}
					onChange={(event) =>
						setCorrection(event.target.value === "" ? null : (event.target.value as Emotion))
					}
				>
					<option value="">No opinion</option>
					{emotions.map((emotion) => (
						<option key={emotion} value={emotion}>
							{emotionNoun(emotion)}
						</option>
					))}
				</select>
			</div>
			<div className="field">
				<label htmlFor="note">Note</label>
				<textarea
					id="note"
					rows={2}
					maxLength={10_000}
					value={note}
					onChange={(event) => setNote(event.target.value)}
				/>
			</div>
			<div className="row">
				<button type="button" className="button small" onClick={() => void save()}>
					Save
				</button>
				<span role="status" className={status?.kind === "error" ? "error" : "soft"}>
					{status?.text}
				</span>
			</div>
		</div>
	);
}

function Remove({ id }: { readonly id: string }) {
	const [sure, setSure] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const [, navigate] = useLocation();
	const remove = async (): Promise<void> => {
		try {
			await api.remove(id);
			forget(id);
			navigate("/history", { replace: true });
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	return (
		<div className="row">
			{sure ? (
				<>
					<button type="button" className="button danger small" onClick={() => void remove()}>
						Delete it for good
					</button>
					<button type="button" className="button small" onClick={() => setSure(false)}>
						Keep it
					</button>
				</>
			) : (
				<button type="button" className="button danger small" onClick={() => setSure(true)}>
					Delete this result
				</button>
			)}
			{problem !== null && <Notice kind="error">{problem}</Notice>}
		</div>
	);
}
