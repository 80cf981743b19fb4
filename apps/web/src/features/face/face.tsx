import { useEffect, useRef, useState } from "react";
import { Link, Redirect } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { createFaceClient, type FaceClient } from "../../lib/live/face-client.ts";
import { useRecordingRules } from "../../lib/use-recording-rules.ts";
import { Notice } from "../../ui/feedback.tsx";
import { OwnVoice } from "../../ui/own-voice.tsx";
import { ChooseFace } from "./choose-face.tsx";
import { PictureResult } from "./picture-result.tsx";
import { TaskFile } from "./task-file.tsx";
import { VideoResult } from "./video-result.tsx";
import "../../ui/face.css";

/** What was chosen to be looked at. */
export type FaceInput = {
	/** The file's name, or what the picture is called. */
	readonly name: string;
	/** Null for a camera's picture. */
	readonly file: File | null;
} & (
	| { readonly kind: "picture"; readonly bitmap: ImageBitmap }
	| { readonly kind: "video"; readonly url: string }
);

/** Faces in pictures and videos: where they are, what they show, how sure that is. */
export function FacePage() {
	const rules = useRecordingRules();
	const [own, setOwn] = useState(false);
	/** Counts what was looked at: each begins anew. */
	const [turn, setTurn] = useState(0);
	const [input, setInput] = useState<FaceInput | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [modelProblem, setModelProblem] = useState<string | null>(null);
	const client = useRef<FaceClient | null>(null);
	const getClient = (): FaceClient => {
		if (client.current === null) {
			client.current = createFaceClient();
			client.current.ready.then(
				(ready) => setModelProblem(ready.problem),
				(error: unknown) => setProblem(sentenceOf(error)),
			);
		}
		return client.current;
	};
	useEffect(
		() => () => {
			client.current?.close();
			client.current = null;
		},
		[],
	);
	const choose = (next: FaceInput): void => {
		setProblem(null);
		if (input?.kind === "video") URL.revokeObjectURL(input.url);
		setInput(next);
		setTurn((before) => before + 1);
	};
	if (rules.purposeMissing) return <Redirect to="/studio" replace />;
	const keeps = rules.loggedIn && rules.saveHistory;
	return (
		<div className="page">
			<h1>Faces</h1>
			<p className="lead">
				Faces in a picture or a video: where they are, what moves in them, which expression they look most
				like. Nothing leaves this page, and nothing is kept unless you say so.
			</p>
			<div className="stack">
				{rules.ownVoiceOnly && <OwnVoice checked={own} onChange={setOwn} what="face" />}
				<ChooseFace
					disabled={rules.ownVoiceOnly && !own}
					slim={input !== null}
					onChosen={choose}
					onProblem={setProblem}
				/>
				<TaskFile client={getClient} onUsed={() => setTurn((before) => before + 1)} />
				{problem !== null && <Notice kind="error">{problem}</Notice>}
				{modelProblem !== null && (
					<Notice>{modelProblem} Faces are found and measured, but no expression is named.</Notice>
				)}
				{input?.kind === "picture" && (
					<PictureResult key={turn} client={getClient()} input={input} keeps={keeps} own={own} />
				)}
				{input?.kind === "video" && (
					<VideoResult key={turn} client={getClient()} input={input} keeps={keeps} own={own} />
				)}
			</div>
			<p className="soft small face-foot">
				It describes what a face looks like, not what somebody feels; it can be wrong. Only look at people who
				agreed. <Link href="/model/face">Model card</Link>, <Link href="/limits">purposes and limits</Link>
			</p>
		</div>
	);
}
