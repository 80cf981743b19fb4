import { purposes } from "@undertone/api";
import { useState } from "react";
import { Link } from "wouter";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { useSession } from "../../lib/session.tsx";
import { useAsync } from "../../lib/use-async.ts";
import { Await, Notice } from "../../ui/feedback.tsx";
import { FaceIcon, HistoryIcon, LiveIcon, MicrophoneIcon, UploadIcon, WaveIcon } from "../../ui/icons.tsx";

/** The main page: choose what to do; the first time, what it is for. */
export function Studio() {
	const { user } = useSession();
	const [version, setVersion] = useState(0);
	const settings = useAsync(`settings ${version}`, () => api.settings());
	return (
		<div className="page">
			<h1>{user?.name ? `Hello, ${user.name}` : "Studio"}</h1>
			<Await of={settings}>
				{({ purpose }) =>
					purpose === null ? <ChoosePurpose onChosen={() => setVersion((v) => v + 1)} /> : <Choices />
				}
			</Await>
		</div>
	);
}

function Choices() {
	return (
		<div className="cards">
			<Link className="card" href="/upload">
				<UploadIcon />
				<h2>Upload recordings</h2>
				<p className="soft">WAV, FLAC, MP3, Ogg, Opus, m4a, webm; one or many.</p>
			</Link>
			<Link className="card" href="/record">
				<MicrophoneIcon />
				<h2>Record a voice</h2>
				<p className="soft">With your microphone, with a level meter.</p>
			</Link>
			<Link className="card" href="/features">
				<WaveIcon />
				<h2>Features of a voice</h2>
				<p className="soft">Pitch, loudness, timbre, rhythm: over time and in numbers.</p>
			</Link>
			<Link className="card" href="/faces">
				<FaceIcon />
				<h2>Faces</h2>
				<p className="soft">In a picture or a video: what moves, what it looks like.</p>
			</Link>
			<Link className="card" href="/live">
				<LiveIcon />
				<h2>Live</h2>
				<p className="soft">Voice and face while they happen, in this page alone.</p>
			</Link>
			<Link className="card" href="/history">
				<HistoryIcon />
				<h2>History</h2>
				<p className="soft">Earlier results: search, export, delete.</p>
			</Link>
		</div>
	);
}

function ChoosePurpose({ onChosen }: { readonly onChosen: () => void }) {
	const [chosen, setChosen] = useState<string | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const save = async (): Promise<void> => {
		const purpose = purposes.find(({ id }) => id === chosen)?.id;
		if (purpose === undefined) return;
		try {
			await api.saveSettings({ purpose });
			onChosen();
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	return (
		<div className="card stack">
			<div>
				<h2>What will you use it for?</h2>
				<p className="soft">
					This decides what the studio offers. You can change it in your account.{" "}
					<Link href="/limits">Why we ask</Link>
				</p>
			</div>
			<fieldset className="stack plain">
				<legend className="visually-hidden">Purpose</legend>
				{purposes.map(({ id, title, description }) => (
					<label className="check" key={id}>
						<input
							type="radio"
							name="purpose"
							value={id}
							checked={chosen === id}
							onChange={() => setChosen(id)}
						/>
						<span>
							<strong>{title}</strong>
							<br />
							<span className="soft small">{description}</span>
						</span>
					</label>
				))}
			</fieldset>
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			<div>
				<button
					type="button"
					className="button primary"
					disabled={chosen === null}
					onClick={() => void save()}
				>
					Go on
				</button>
			</div>
		</div>
	);
}
