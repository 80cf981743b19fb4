import type { AnalysisOf, FileFacts, SpeechResult } from "@undertone/api";
import { Link } from "wouter";
import { bytes, decibels, duration } from "../../lib/format.ts";
import type { MemoryResult } from "../../lib/results-memory.ts";
import { Notice } from "../../ui/feedback.tsx";
import { ModelLinks } from "../../ui/model-links.tsx";
import { ScoreBars } from "../../ui/score-bars.tsx";
import { Verdict } from "../../ui/verdict.tsx";
import { Exports } from "./exports.tsx";
import { KeepCard } from "./keep-card.tsx";
import { Player } from "./player.tsx";
import { PartList } from "./spectrogram-parts.tsx";
import { useSignal } from "./use-signal.ts";

/** A recording of speech: player and timeline, scores, what spoke for them, the file. */
export function SpeechView({
	analysis,
	saved,
	audio,
	signal: known,
}: Omit<MemoryResult, "analysis"> & { readonly analysis: AnalysisOf<"speech"> }) {
	const { result, file } = analysis;
	const signal = useSignal({ analysis, audio, signal: known });
	return (
		<>
			<div className="result-grid">
				<section className="card span player" aria-label="Recording and timeline">
					<Verdict prediction={result} />
					{result.profile?.used === true && (
						<p className="soft">Seen against the speaker's own usual voice.</p>
					)}
					{result.profile?.why != null && (
						<Notice kind="warn">The usual voice was not taken into account. {result.profile.why}</Notice>
					)}
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
					{result.frames == null ? (
						<FeatureEffects features={result.features} ownVoice={result.profile?.used === true} />
					) : (
						<PartList parts={result.frames} />
					)}
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
				<KeepCard analysis={analysis} saved={saved}>
					<Exports analysis={analysis} />
				</KeepCard>
			</div>
			<p className="soft small">
				It describes how the voice sounds, not what somebody feels. Made by{" "}
				<ModelLinks speech={result.model.name} />,{" "}
				{analysis.source === "server" ? "on the server" : "in this page"}.
			</p>
		</>
	);
}

function FeatureEffects({
	features,
	ownVoice,
}: {
	readonly features: SpeechResult["features"];
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
				. Each line stands for all that was measured of it: its mean, its range, how it moved. What the model
				hears beside these, in the frames of the whole clip, has no line.
			</p>
		</>
	);
}

function FileTable({ file }: { readonly file: FileFacts }) {
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
