import type { Analysis } from "@undertone/api";
import { type Emotion, emotionNoun, emotions } from "@undertone/core";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { bytes, dateTime, decibels, duration } from "../../lib/format.ts";
import { forget, type MemoryResult, recall } from "../../lib/results-memory.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await, Notice } from "../../ui/feedback.tsx";
import { ScoreBars } from "../../ui/score-bars.tsx";
import { Verdict } from "../../ui/verdict.tsx";
import { Exports } from "./exports.tsx";
import { Player } from "./player.tsx";
import { useSignal } from "./use-signal.ts";

/** One result: of this visit, or from the history. */
export function ResultPage({ id }: { readonly id: string }) {
	const found = useAsync(id, async (): Promise<MemoryResult> => {
		const known = recall(id);
		if (known !== undefined) return known;
		return { analysis: await api.analysis(id), saved: true, audio: null, signal: null };
	});
	if (found.state === "failed" && id.startsWith("visit-")) {
		return (
			<div className="page narrow">
				<h1>This result is gone</h1>
				<p>Results without an account last until the page is closed. Nothing of them was stored anywhere.</p>
				<Link className="button primary" href="/">
					Try another recording
				</Link>
			</div>
		);
	}
	return (
		<div className="page">
			<Await of={found}>{(result) => <ResultView result={result} />}</Await>
		</div>
	);
}

function ResultView({ result: known }: { readonly result: MemoryResult }) {
	const { analysis, saved, audio } = known;
	const { result, file } = analysis;
	const signal = useSignal(known);
	return (
		<>
			<p className="soft small">
				{analysis.title} · {dateTime(analysis.createdAt)} · {saved ? "in your history" : "not stored"}
			</p>
			<h1 className="visually-hidden">Result of {analysis.title}</h1>
			<div className="result-grid">
				<section className="card span player" aria-label="Recording and timeline">
					<Verdict prediction={result} />
					<Player analysis={analysis} audio={audio} signal={signal} />
				</section>
				<section className="card">
					<h2>How likely each is</h2>
					{result.scores === null ? (
						<p className="soft">Nothing could be scored.</p>
					) : (
						<ScoreBars scores={result.scores} />
					)}
				</section>
				<section className="card">
					<h2>What spoke for and against it</h2>
					<FeatureEffects features={result.features} ownVoice={result.profile?.used === true} />
					{(audio !== null || analysis.recordingKept) && (
						<p>
							<Link href={`/features?result=${analysis.id}`}>All features of this recording</Link>
						</p>
					)}
				</section>
				<section className="card">
					<h2>The recording</h2>
					<FileTable file={file} />
				</section>
				<section className="card">
					<h2>Keep and correct</h2>
					<div className="stack">
						{saved && <Correction analysis={analysis} />}
						<Exports analysis={analysis} />
						{saved && <Remove id={analysis.id} />}
					</div>
				</section>
			</div>
			<p className="soft small">
				It describes how the voice sounds, not what somebody feels. Made by{" "}
				<Link href="/model">{analysis.model.name}</Link>,{" "}
				{analysis.source === "server" ? "on the server" : "in this page"}.
			</p>
		</>
	);
}

function FeatureEffects({
	features,
	ownVoice,
}: {
	readonly features: Analysis["result"]["features"];
	/** Whether a speaker profile was used. */
	readonly ownVoice: boolean;
}) {
	if (features.length === 0) return <p className="soft">There is nothing to explain.</p>;
	return (
		<>
			<ul className="feature-list">
				{features.slice(0, 6).map((feature) => (
					<li key={feature.name} className={feature.effect >= 0 ? "for" : "against"}>
						<span className="soft small">{feature.effect >= 0 ? "For it" : "Against it"}</span>
						<br />
						{feature.sentence}
					</li>
				))}
			</ul>
			<p className="soft small">
				"Usual" is{" "}
				{ownVoice
					? "this voice's own, by its profile"
					: "the mean over the recordings the model was trained on"}
				. Each line stands for all that was measured of it: its mean, its range, how it moved.
			</p>
		</>
	);
}

function FileTable({ file }: { readonly file: Analysis["file"] }) {
	const rows: [string, string][] = [
		["Duration", duration(file.duration)],
		["Stored as", [file.container, file.codec].filter((word, i, all) => all.indexOf(word) === i).join(", ")],
		["Sample rate", `${file.sampleRate.toLocaleString()} Hz`],
		["Channels", String(file.channels)],
		["Level", `${decibels(file.level.rmsDb)} mean, ${decibels(file.level.peakDb)} peak`],
		["Clipped samples", String(file.level.clippedSamples)],
		["Size", bytes(file.size)],
	];
	return (
		<>
			<dl className="facts">
				{rows.map(([name, value]) => (
					<div className="contents" key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			{file.warnings.map((warning) => (
				<Notice key={warning.code} kind="warn">
					{warning.message}
				</Notice>
			))}
		</>
	);
}

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
				<label htmlFor="correction">What would you say it sounds like?</label>
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
