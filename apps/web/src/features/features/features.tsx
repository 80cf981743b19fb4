import { useEffect, useState } from "react";
import { Link, useSearchParams } from "wouter";
import sample from "../../../../../packages/audio/fixtures/speech-fixture.wav?url";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { download } from "../../lib/download.ts";
import type { Tracks } from "../../lib/feature-messages.ts";
import { duration as durationWords } from "../../lib/format.ts";
import { measureTracks } from "../../lib/measure-features.ts";
import { recall } from "../../lib/results-memory.ts";
import { Notice } from "../../ui/feedback.tsx";
import { FileDrop } from "../../ui/file-drop.tsx";
import { tracksCsv } from "./csv.ts";
import { Functionals } from "./functionals.tsx";
import { Summary } from "./summary.tsx";
import { TrackView } from "./tracks.tsx";

interface Opened {
	/** Counts the recordings of this visit. */
	readonly number: number;
	readonly name: string;
	readonly tracks: Tracks;
	readonly audio: Blob | null;
}

/** What the acoustics of a recording are: over time, and as numbers beside what is usual. */
export function Features() {
	const [opened, setOpened] = useState<Opened | null>(null);
	const [busy, setBusy] = useState<string | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [search] = useSearchParams();
	const result = search.get("result");

	const open = async (name: string, load: () => Promise<Loaded>): Promise<void> => {
		setBusy(name);
		setProblem(null);
		try {
			const { recording, audio } = await load();
			const tracks = await measureTracks(recording);
			setOpened((before) => ({ number: (before?.number ?? 0) + 1, name, tracks, audio }));
		} catch (error) {
			setProblem(sentenceOf(error));
		}
		setBusy(null);
	};
	// biome-ignore lint/correctness/useExhaustiveDependencies: runs once for a result named in the address
	useEffect(() => {
		if (result !== null)
			void open(recall(result)?.analysis.title ?? "the recording", () => loadResult(result));
	}, [result]);

	return (
		<div className="page">
			<h1>Features of a voice</h1>
			<p className="lead">
				Pitch, loudness, timbre and rhythm of a recording, measured in this page as Praat and librosa define
				them. Nothing is sent anywhere.
			</p>
			<div className="stack">
				<section className="card stack" aria-label="Recording">
					<FileDrop
						multiple={false}
						disabled={busy !== null}
						slim={opened !== null}
						onFiles={([file]) => {
							if (file !== undefined) void open(file.name, async () => ({ recording: file, audio: file }));
						}}
					/>
					<div className="row">
						<button
							type="button"
							className="button small"
							disabled={busy !== null}
							onClick={() => void open("sample (a synthetic voice)", loadSample)}
						>
							Use a sample
						</button>
						<Link className="button small" href="/record">
							Record a voice
						</Link>
						<span className="soft small">A recording's features are linked from its result.</span>
					</div>
					{busy !== null && (
						<p className="soft" role="status">
							Measuring {busy} …
						</p>
					)}
					{problem !== null && <Notice kind="error">{problem}</Notice>}
				</section>
				{opened !== null && <Measured opened={opened} />}
			</div>
		</div>
	);
}

function Measured({ opened }: { readonly opened: Opened }) {
	const { number, name, tracks, audio } = opened;
	const base = name.replace(/\.[^.]+$/, "");
	return (
		<>
			<section className="card" aria-labelledby="in-words">
				<h2 id="in-words">{name}, in words</h2>
				{tracks.wholeDuration > tracks.duration && (
					<Notice kind="warn">
						The first {durationWords(tracks.duration)} of {durationWords(tracks.wholeDuration)} were measured.
					</Notice>
				)}
				<Summary key={number} opened={number} />
			</section>
			<section className="card" aria-labelledby="over-time">
				<h2 id="over-time">Over time</h2>
				<TrackView key={number} tracks={tracks} audio={audio} />
				<div className="row">
					<button
						type="button"
						className="button small"
						onClick={() => download(`${base}.tracks.csv`, "text/csv", tracksCsv(tracks))}
					>
						Download the tracks (CSV, every 10 ms)
					</button>
				</div>
			</section>
			<section className="card" aria-labelledby="as-numbers">
				<h2 id="as-numbers">As numbers of the whole recording</h2>
				<Functionals opened={number} name={base} />
			</section>
		</>
	);
}

interface Loaded {
	readonly recording: File | Float32Array;
	readonly audio: Blob | null;
}

async function loadSample(): Promise<Loaded> {
	const response = await fetch(sample);
	const file = new File([await response.blob()], "sample.wav", { type: "audio/wav" });
	return { recording: file, audio: file };
}

/** The recording of this visit, or the one that was kept. */
async function loadResult(id: string): Promise<Loaded> {
	const known = recall(id);
	if (known?.signal != null) return { recording: known.signal.slice(), audio: known.audio };
	if (known?.audio != null)
		return { recording: new File([known.audio], known.analysis.title), audio: known.audio };
	const kept = id.startsWith("visit-") ? null : await api.recording(id).catch(() => null);
	if (kept === null) {
		throw new Error(
			"The recording of this result was not kept, so it cannot be measured again. Choose its file.",
		);
	}
	return { recording: new File([kept], "recording"), audio: kept };
}
