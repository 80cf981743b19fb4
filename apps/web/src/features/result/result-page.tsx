import { Link } from "wouter";
import { api } from "../../lib/api-client.ts";
import { dateTime } from "../../lib/format.ts";
import { type MemoryResult, recall } from "../../lib/results-memory.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { FaceView } from "./face-view.tsx";
import { LiveView } from "./live-view.tsx";
import { SpeechView } from "./speech-view.tsx";

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

function ResultView({ result: { analysis, saved, ...recording } }: { readonly result: MemoryResult }) {
	return (
		<>
			<p className="soft small">
				{analysis.title} · {dateTime(analysis.createdAt)} · {saved ? "in your history" : "not stored"}
			</p>
			<h1 className="visually-hidden">Result of {analysis.title}</h1>
			{analysis.kind === "speech" && <SpeechView analysis={analysis} saved={saved} {...recording} />}
			{analysis.kind === "face" && <FaceView analysis={analysis} saved={saved} />}
			{analysis.kind === "live" && <LiveView analysis={analysis} saved={saved} />}
		</>
	);
}
